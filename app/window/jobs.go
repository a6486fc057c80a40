package window

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// JobView is a long job as the page sees it. State is running, done, cancelled or failed.
type JobView struct {
	ID          string         `json:"id"`
	Kind        string         `json:"kind"`
	State       string         `json:"state"`
	Done        int64          `json:"done"`
	Total       int64          `json:"total"` // 0 while unknown
	Unit        string         `json:"unit"`
	ETA         int            `json:"eta"` // seconds; 0 while unknown
	Says        string         `json:"says"`
	Made        int            `json:"made"`
	Changed     int            `json:"changed"`
	Same        int            `json:"same"`
	Refused     int            `json:"refused"`
	Refusals    []desk.Refusal `json:"refusals"`
	Action      string         `json:"action"` // what Undo takes
	Cancellable bool           `json:"cancellable"`
}

// shownRefusals is how many refusals a job carries to the page; the report has all.
const shownRefusals = 100

// tellEvery bounds how often the page hears of a running job.
const tellEvery = 100 * time.Millisecond

// job is a JobView with what the page must not see.
type job struct {
	view   JobView
	all    []desk.Refusal
	cancel context.CancelFunc
	began  time.Time
	told   time.Time
}

// jobs are the long jobs of one window, the last of them for as long as the window is open.
type jobs struct {
	mu   sync.Mutex
	next int
	list []*job
	emit func(event string, payload any)
	now  func() time.Time
	log  Log
	runs sync.WaitGroup
}

// work is what a job does. It may fill the view with its outcome through done.
type work func(ctx context.Context, progress func(desk.Progress), done func(func(*JobView))) error

// start runs a job in the background and gives its ID.
func (j *jobs) start(ctx context.Context, kind string, cancellable bool, do work) string {
	ctx, cancel := context.WithCancel(ctx)
	j.mu.Lock()
	j.next++
	one := &job{cancel: cancel, began: j.now(), view: JobView{
		ID: "job-" + strconv.Itoa(j.next), Kind: kind, State: "running", Cancellable: cancellable, Refusals: []desk.Refusal{},
	}}
	j.list = append(j.list, one)
	j.mu.Unlock()
	j.runs.Go(func() {
		defer cancel()
		err := Done(j.log, kind, func() error { // a panic would end the program: no bound method stands above
			return do(ctx, func(p desk.Progress) { j.progress(one, p) }, func(fill func(*JobView)) { j.change(one, fill) })
		})
		j.end(one, err)
	})
	return one.view.ID
}

func (j *jobs) progress(one *job, p desk.Progress) {
	j.mu.Lock()
	defer j.mu.Unlock()
	v := &one.view
	if v.State != "running" {
		return
	}
	v.Done, v.Total, v.Unit, v.Says = p.Done, p.Total, p.Unit, p.Says
	now := j.now()
	if spent := now.Sub(one.began); p.Total > 0 && p.Done > 0 && spent > time.Second {
		v.ETA = int((spent * time.Duration(p.Total-p.Done) / time.Duration(p.Done)).Seconds())
	}
	if now.Sub(one.told) >= tellEvery {
		one.told = now
		j.emit("job", *v)
	}
}

func (j *jobs) change(one *job, fill func(*JobView)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	fill(&one.view)
	one.all = one.view.Refusals
	if len(one.view.Refusals) > shownRefusals {
		one.view.Refusals = slices.Clone(one.view.Refusals[:shownRefusals])
	}
	if one.view.Refusals == nil {
		one.view.Refusals = []desk.Refusal{}
	}
}

func (j *jobs) end(one *job, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	v := &one.view
	v.State, v.ETA, v.Cancellable = "done", 0, false
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled), casefile.CodeOf(err) == casefile.Cancelled:
		v.State, v.Says = "cancelled", "Stopped. What was confirmed before is kept."
	default:
		v.State, v.Says = "failed", casefile.Sentence(err)
	}
	j.emit("job", *v)
}

func (j *jobs) all() []JobView {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]JobView, len(j.list))
	for i, one := range j.list {
		out[i] = one.view
	}
	return out
}

func (j *jobs) find(id string) (*job, error) {
	for _, one := range j.list {
		if one.view.ID == id {
			return one, nil
		}
	}
	return nil, casefile.Faultf(casefile.NotFound, "That job is over and forgotten: the window was closed since.")
}

func (j *jobs) view(id string) (JobView, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	one, err := j.find(id)
	if err != nil {
		return JobView{}, err
	}
	return one.view, nil
}

func (j *jobs) refusals(id string) ([]desk.Refusal, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	one, err := j.find(id)
	if err != nil {
		return nil, err
	}
	return one.all, nil
}

func (j *jobs) cancel(id string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	one, err := j.find(id)
	if err != nil {
		return err
	}
	one.cancel()
	return nil
}
