package mediahttp_test

import (
	"io"
	"net/http/httptest"
	"os"
)

// kernel is a connection that counts the bytes of files which the kernel would copy.
type kernel struct {
	*httptest.ResponseRecorder
	files int64
}

// ReadFrom counts what comes of a file, as net.TCPConn.ReadFrom recognizes it.
func (k *kernel) ReadFrom(r io.Reader) (int64, error) {
	limited, is := r.(*io.LimitedReader)
	if is {
		_, is = limited.R.(*os.File)
	}
	n, err := io.Copy(k.ResponseRecorder, r)
	if is {
		k.files += n
	}
	return n, err
}
