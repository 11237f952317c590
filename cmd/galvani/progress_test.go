package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestProgressLog(t *testing.T) {
	var b bytes.Buffer
	p := newProgress(&b, "net", 0.1)
	p.update(100, 1000)
	require.Empty(t, b.String(), "a short run leaves no line")
	p.start, p.last = p.start.Add(-10*time.Second), p.last.Add(-10*time.Second)
	p.update(250, 1000)
	p.update(260, 1000)
	p.finish()
	require.Regexp(t, `^time=\S+ level=INFO msg=simulating network=net done=25% time_ms=25 remaining=30s\n$`, b.String())
}

func TestRemaining(t *testing.T) {
	require.Equal(t, time.Duration(0), remaining(time.Second, 0, 10))
	require.Equal(t, 9*time.Second, remaining(time.Second, 1, 10))
}

func TestNumbersForPeople(t *testing.T) {
	require.Equal(t, "0 999 1,000 1,234,567 -123 -1,234", thousands(0)+" "+thousands(999)+" "+thousands(1000)+" "+thousands(1234567)+" "+thousands(-123)+" "+thousands(-1234))
	require.Equal(t, "1.5 ms 1.50 s 2.5 min", seconds(0.0015)+" "+seconds(1.5)+" "+seconds(150))
	require.Equal(t, "5e+06 0.123", digits(5e6)+" "+digits(0.1234))
}

func TestFolderName(t *testing.T) {
	for name, want := range map[string]string{"coba-lif": "coba-lif", "../../etc": "-..-etc", "L2/3 e": "L2-3-e", "..": "experiment", "": "experiment", "net_1.5": "net_1.5"} {
		require.Equal(t, want, folderName(name))
	}
}
