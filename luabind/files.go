package luabind

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"

	"github.com/tlua/tlua/core/job"
)

// The modes of files and folders that scripts make, before the umask.
const (
	filePerm = 0o666
	dirPerm  = 0o777
)

func readFile(files job.FS, path string) ([]byte, error) {
	r, err := files.Open(path)
	if err != nil {
		return nil, job.IOError("", path, err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, job.IOError("", path, err)
	}
	return data, nil
}

func writeFile(files job.FS, path string, data []byte) error {
	return fill(files, path, bytes.NewReader(data))
}

// fill writes a file; what fails on closing it is an error like any other.
func fill(files job.FS, path string, from io.Reader) error {
	w, err := files.Create(path, filePerm)
	if err != nil {
		return job.IOError("", path, err)
	}
	_, err = io.Copy(w, from)
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return job.IOError("", path, err)
	}
	return nil
}

// randomFile writes pseudo-random bytes: for nil those of a random seed.
func randomFile(ctx context.Context, files job.FS, path string, size int64, seed *uint64) error {
	var key [32]byte
	if seed == nil {
		for i := 0; i < len(key); i += 8 {
			binary.LittleEndian.PutUint64(key[i:], rand.Uint64())
		}
	} else {
		binary.LittleEndian.PutUint64(key[:], *seed)
	}
	return fill(files, path, io.LimitReader(&until{ctx, rand.NewChaCha8(key)}, size))
}

// until is a reader that ends with a context.
type until struct {
	ctx context.Context
	r   io.Reader
}

func (u *until) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, context.Cause(u.ctx)
	}
	return u.r.Read(p)
}

func copyFile(files job.FS, from, to string) error {
	same, err := sameName(files, from, to)
	if err != nil {
		return err
	}
	if same { // else it would be emptied before it is read
		return job.Errorf("", job.EINVAL, "%s and %s are the same file", from, to)
	}
	r, err := files.Open(from)
	if err != nil {
		return job.IOError("", from, err)
	}
	defer r.Close()
	return fill(files, to, r)
}

// sameName reports whether two names are of one file.
func sameName(files job.FS, a, b string) (bool, error) {
	ia, err := files.Stat(a)
	if err != nil {
		return false, job.IOError("", a, err)
	}
	if ia.IsDir() {
		return false, job.Errorf("", "EISDIR", "%s is a folder", a)
	}
	ib, err := files.Stat(b)
	return err == nil && os.SameFile(ia, ib), nil
}

func removeFile(files job.FS, path string) error {
	if _, err := files.Stat(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return job.IOError("", path, err)
	} else if err != nil {
		// A link that leads nowhere can be removed all the same.
		if err := files.Remove(path); err != nil {
			return job.IOError("", path, err)
		}
		return nil
	}
	if err := files.RemoveAll(path); err != nil {
		return job.IOError("", path, err)
	}
	return nil
}

func exists(files job.FS, path string) (bool, error) {
	_, err := files.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, job.IOError("", path, err)
	}
	return true, nil
}

func fileSize(files job.FS, path string) (int64, error) {
	info, err := files.Stat(path)
	if err != nil {
		return 0, job.IOError("", path, err)
	}
	return info.Size(), nil
}

func sha256sum(files job.FS, path string) (string, error) {
	r, err := files.Open(path)
	if err != nil {
		return "", job.IOError("", path, err)
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", job.IOError("", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sameFiles compares two files byte by byte, as far as they are the same.
func sameFiles(files job.FS, a, b string) (bool, error) {
	sa, err := fileSize(files, a)
	if err != nil {
		return false, err
	}
	sb, err := fileSize(files, b)
	if err != nil || sa != sb {
		return false, err
	}
	ra, err := files.Open(a)
	if err != nil {
		return false, job.IOError("", a, err)
	}
	defer ra.Close()
	rb, err := files.Open(b)
	if err != nil {
		return false, job.IOError("", b, err)
	}
	defer rb.Close()
	const block = 64 << 10
	ba, bb := make([]byte, block), make([]byte, block)
	for {
		na, erra := io.ReadFull(ra, ba)
		nb, errb := io.ReadFull(rb, bb)
		if !bytes.Equal(ba[:na], bb[:nb]) {
			return false, nil
		}
		for _, e := range []struct {
			path string
			err  error
		}{{a, erra}, {b, errb}} {
			if e.err != nil && !errors.Is(e.err, io.EOF) && !errors.Is(e.err, io.ErrUnexpectedEOF) {
				return false, job.IOError("", e.path, e.err)
			}
		}
		if erra != nil || errb != nil {
			return erra != nil && errb != nil, nil
		}
	}
}
