//go:build !race

package extract

import (
	"bytes"
	"context"
	"image/color"
	"image/png"
	"testing"

	"precedent/backend/casefile"
)

func TestAPageIsDrawnWithItsLettersWhereTheyStand(t *testing.T) {
	x := pdfReader(t)
	sizes, err := x.Pages(t.Context(), []byte(page))
	if err != nil || len(sizes) != 1 || sizes[0] != (Size{300, 100}) {
		t.Fatalf("%v %v", sizes, err)
	}
	data, err := x.Picture(t.Context(), []byte(page), 0, 600)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := png.Decode(bytes.NewReader(data))
	if err != nil || drawn.Bounds().Dx() != 600 || drawn.Bounds().Dy() != 200 {
		t.Fatalf("%v %v", drawn.Bounds(), err)
	}
	dark := map[bool]int{}
	for y := range 200 {
		for x := range 600 {
			if color.GrayModel.Convert(drawn.At(x, y)).(color.Gray).Y < 128 {
				dark[y > 60 && y < 120 && x < 250]++
			}
		}
	}
	if dark[true] < 200 || dark[false] > 0 {
		t.Errorf("dark pixels where the text stands: %d, elsewhere: %d", dark[true], dark[false])
	}
}

func TestWhatCannotBeDrawnIsAFaultAndTheNextPageIsDrawn(t *testing.T) {
	x := pdfReader(t)
	if _, err := x.Picture(t.Context(), []byte("%PDF-1.7 nonsense"), 0, 100); casefile.CodeOf(err) != casefile.Damaged {
		t.Error(err)
	}
	if _, err := x.Picture(t.Context(), []byte(page), 7, 100); casefile.CodeOf(err) != casefile.Damaged {
		t.Error(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := x.Picture(stopped, []byte(page), 0, 100); casefile.CodeOf(err) != casefile.Cancelled {
		t.Error(err)
	}
	if _, err := x.Picture(t.Context(), []byte(page), 0, 100); err != nil {
		t.Error(err)
	}
}
