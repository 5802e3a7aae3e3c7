package suite

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// tree makes files in a new folder.
func tree(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, n := range names {
		path := filepath.Join(dir, n)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, nil, 0o644))
	}
	return dir
}

func found(t *testing.T, dir string, args ...string) (units []string) {
	t.Helper()
	files, err := Find(dir, args, IsSpec)
	require.NoError(t, err)
	for _, f := range files {
		units = append(units, Unit{File: f, Values: f.Params}.String())
	}
	return units
}

func TestFind(t *testing.T) {
	dir := tree(t, "spec/b_spec.lua", "spec/a_spec.lua", "spec/deep/c_spec.lua", "spec/helper.lua", "spec/.hidden/d_spec.lua",
		"scripts/one.lua", "scripts/e_spec.lua", "other/f_spec.lua", "a:b_spec.lua")
	usual := []string{"spec/a_spec.lua", "spec/b_spec.lua", "spec/deep/c_spec.lua", "scripts/e_spec.lua"}
	require.Equal(t, usual, found(t, dir))
	require.Equal(t, []string{"other/f_spec.lua"}, found(t, dir, "other"))
	require.Equal(t, []string{"scripts/one.lua", "spec/helper.lua"}, found(t, dir, "scripts/one.lua", "./spec//helper.lua"))
	require.Equal(t, usual[:3], found(t, dir, "spec", "spec/a_spec.lua", "spec/a_spec.lua:3"), "each once")
	require.Equal(t, []string{"scripts/one.lua:size=1,peers=4"}, found(t, dir, "scripts/one.lua:size=1,peers=4"))
	require.Equal(t, []string{"a:b_spec.lua"}, found(t, dir, "a:b_spec.lua"), "a colon may be in a name")
	require.NoError(t, os.Symlink("other", filepath.Join(dir, "link")))
	require.Equal(t, []string{"link/f_spec.lua"}, found(t, dir, "link"))
	files, err := Find(dir, []string{"a:b_spec.lua:12"}, IsSpec)
	require.NoError(t, err)
	require.Equal(t, []File{{Path: "a:b_spec.lua", Line: 12}}, files)
	require.Equal(t, []string{"f_spec.lua"}, found(t, filepath.Join(dir, "other")), "without the usual folders it is this one")
}

func TestFindWhatIsNotThere(t *testing.T) {
	dir := tree(t, "spec/a_spec.lua")
	for arg, want := range map[string]job.Code{
		"none":                 job.ENOENT,
		"none:3":               job.ENOENT,
		"spec:3":               job.ENOENT,
		"spec/a_spec.lua:x":    job.EINVAL,
		"spec/a_spec.lua:0":    job.EINVAL,
		"spec/a_spec.lua:a=1,": job.EINVAL,
	} {
		_, err := Find(dir, []string{arg}, IsSpec)
		require.ErrorIs(t, err, want, arg)
	}
}

func TestHas(t *testing.T) {
	set := []event.Param{{Name: "n", Value: 1.0}, {Name: "s", Value: "x"}, {Name: "b", Value: false}, {Name: "c", Value: true}}
	for text, want := range map[string]bool{"n=1": true, "n=2": false, "s=x": true, "b=false": true, "c=true": true, "c=false": false, "n=1.0,c=true": true, "n=1,b=true": false, "m=1": false} {
		var f File
		require.NoError(t, f.part(text))
		require.Equal(t, want, Has(set, f.Params), text)
	}
}
