package luabind

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/tlua/tlua/core/job"
)

// temporary gives an error as it is, but that of a temporary folder that could
// not be made in dir says what decides where it is made.
func temporary(dir string, err error) error {
	const prefix = "/tlua-" // of the names of all of them
	var pe *fs.PathError
	if !errors.As(err, &pe) || pe.Path != dir && !strings.HasPrefix(pe.Path, strings.TrimSuffix(dir, "/")+prefix) {
		return err
	}
	why := job.IOError("", dir, err)
	return &job.Error{
		Code:    why.Code,
		Message: "no temporary folder can be made in " + why.Message + "; TMPDIR must name a folder that can be written to",
		Err:     err,
	}
}
