package similar

import (
	"context"
	"reflect"
	"testing"
)

func TestVectorsAreTheSameOnAnyNumberOfProcessors(t *testing.T) {
	x := filled(t, fictional(90)...)
	m, err := x.collect(context.Background())
	must(t, err)
	want, err := m.learn(context.Background(), 1)
	must(t, err)
	for _, n := range []cores{0, 2, 3, 7, 1000} {
		got, err := m.learn(context.Background(), n)
		if must(t, err); !reflect.DeepEqual(got, want) {
			t.Errorf("on %d they differ", n)
		}
	}
}
