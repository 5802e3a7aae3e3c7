package ctorrent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/metainfo"
	"github.com/tlua/tlua/core/tool"
)

// MetainfoOptions say what metainfo file to make.
type MetainfoOptions struct {
	Tracker      string // its announce URL
	MetainfoFile string // where to write it
	Target       string // the file or folder to share
	PieceLength  *uint  // bytes, a multiple of 64 KiB up to 4 MiB. The client's default: 256 KiB
	Private      bool   // peers come from this tracker only
	Comment      string
	Program      string // Default: "ctorrent"
}

// createArgs are the client's arguments for it; -t must be the first.
type createArgs struct {
	_           struct{} `tool:"--"`
	Create      bool     `tool:"-t"`
	Tracker     string   `tool:"-u,required"`
	File        string   `tool:"-s,required"`
	PieceLength *uint    `tool:"-l"`
	Private     bool     `tool:"-p"`
	Comment     string   `tool:"-c"`
	Target      string   `tool:",required"`
}

const (
	minPiece = 64 << 10
	maxPiece = 4 << 20
)

func (o MetainfoOptions) check() error {
	switch {
	case o.Tracker == "":
		return required("tracker")
	case o.MetainfoFile == "":
		return required("metainfo_file")
	case o.Target == "":
		return required("target")
	}
	if p := o.PieceLength; p != nil && (*p < minPiece || *p > maxPiece || *p%minPiece != 0) {
		return job.Errorf("", job.EINVAL, "option 'piece_length': %d is no multiple of %d up to %d", *p, minPiece, maxPiece)
	}
	return checkURL("tracker", o.Tracker)
}

// CreateMetainfo makes a metainfo file with the client, and gives what it says.
// It appears whole or not at all, and never in place of another file. Errors:
// EINVAL, EEXIST if the file is there, ENOENT if the target is not, ESHCMD with
// the client's last words, ETIMEDOUT at ctx's end.
func CreateMetainfo(ctx context.Context, f *job.Factory, o MetainfoOptions) (*metainfo.Info, error) {
	const op = "ctorrent.create_metainfo_file"
	if err := o.check(); err != nil {
		return nil, job.WithOp(op, err)
	}
	files := f.FS()
	if _, err := files.Stat(o.MetainfoFile); err == nil {
		return nil, job.IOError(op, o.MetainfoFile, fs.ErrExist)
	}
	if _, err := files.Stat(o.Target); err != nil {
		return nil, job.IOError(op, o.Target, err)
	}
	// The client hashes everything before it finds that it cannot write, and
	// leaves broken files behind: it works in a folder of its own.
	folder := filepath.Dir(o.MetainfoFile)
	dir, err := files.MkdirTemp(folder, ".tlua-")
	if err != nil {
		return nil, job.IOError(op, folder, err)
	}
	defer files.RemoveAll(dir)
	made := filepath.Join(dir, "new.torrent")
	if err := runCreate(ctx, f, o, made); err != nil {
		return nil, job.WithOp(op, err)
	}
	info, err := readMetainfo(files, made)
	if err != nil {
		return nil, job.WithOp(op, err)
	}
	if err := files.RenameNew(made, o.MetainfoFile); err != nil {
		return nil, job.IOError(op, o.MetainfoFile, err)
	}
	return info, nil
}

// runCreate runs the client to its end.
func runCreate(ctx context.Context, f *job.Factory, o MetainfoOptions, file string) error {
	args, err := tool.Argv(createArgs{
		Create: true, Tracker: o.Tracker, File: file, PieceLength: o.PieceLength,
		Private: o.Private, Comment: o.Comment, Target: o.Target,
	})
	if err != nil {
		return err
	}
	j, err := f.Create(job.Options{Program: programOr(o.Program), Name: "metainfo", Args: args, NoStdin: true})
	if err != nil {
		return err
	}
	defer j.Destroy(context.WithoutCancel(ctx), 0)
	if err := j.Start(ctx); err != nil {
		return missingClient(err, o.Program)
	}
	st, err := j.Wait(ctx)
	if errors.Is(err, job.EINPROGRESS) {
		return j.Failed("", job.ETIMEDOUT, err, "%s is not hashed yet", o.Target)
	}
	if err != nil {
		return err
	}
	if !st.OK {
		return j.Failed("", job.ESHCMD, nil, "no metainfo file was made for %s", o.Target)
	}
	return nil
}

// readMetainfo reads a metainfo file on the factory's host.
func readMetainfo(files job.FS, name string) (*metainfo.Info, error) {
	r, err := files.Open(name)
	if err != nil {
		return nil, job.IOError("", name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, metainfo.MaxSize+1))
	if err != nil {
		return nil, job.IOError("", name, err)
	}
	info, err := metainfo.Parse(data)
	var e *job.Error
	if errors.As(err, &e) {
		return nil, &job.Error{Code: e.Code, Message: fmt.Sprintf("%s: %s", name, e.Message), Err: err}
	}
	return info, err
}

func programOr(program string) string {
	if program == "" {
		return Program
	}
	return program
}

// missingClient adds to the error of a client that is not there how to get it.
func missingClient(err error, program string) error {
	var e *job.Error
	if program == "" && errors.As(err, &e) && e.Code == job.ENOENT {
		return &job.Error{Op: e.Op, Code: e.Code, Message: e.Message + "; install it with: apt-get install ctorrent", Err: err}
	}
	return err
}
