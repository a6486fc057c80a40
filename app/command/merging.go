package command

type mergeCmd struct {
	Keep  string `arg:"" help:"The customer or person that is kept."`
	Other string `arg:"" help:"The other one: its names become aliases, what names it names the first, it goes into the bin."`
}

func (c *mergeCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Merge(s.ctx, c.Keep, c.Other)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

type splitCmd struct {
	Key   string `arg:"" help:"Customer or person."`
	Alias string `arg:"" help:"The alias that becomes a record of its own."`
}

func (c *splitCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.SplitOff(s.ctx, c.Key, c.Alias)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}
