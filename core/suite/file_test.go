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
	require.Equal(t, []string{"spec/a_spec.lua", "spec/b_spec.lua"},
		found(t, dir, "spec/a_spec.lua", filepath.Join(dir, "spec/a_spec.lua"), "spec/b_spec.lua:3", filepath.Join(dir, "spec/b_spec.lua:3")), "by either name")
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

// What is told of parameters can be given back, whatever is in their values.
func TestParamsAreReadBack(t *testing.T) {
	dir := tree(t, "a.lua")
	for value, told := range map[any]string{
		1.0: "n=1", 1e6: "n=1000000", -0.5: "n=-0.5", true: "n=true", "x": "n=x", "a b": "n=a b", "": "n=", "1": "n=1",
		"a,b": `n="a,b"`, "http://x:80/?a": "n=http://x:80/?a", "a=b": `n="a=b"`, `"q"`: `n="\"q\""`, "in\n\x1bside": `n="in\n\x1bside"`,
		"\xff": `n="\xff"`, "1000000": `n="1000000"`, "inf": `n="inf"`, "0x10": "n=0x10", "0x1p4": `n="0x1p4"`, "'": "n='", "`x`": "n=`x`", "日本": "n=日本", `a\b`: `n=a\b`,
	} {
		set := []event.Param{{Name: "n", Value: value}, {Name: "odd,=name", Value: "z"}}
		arg := "a.lua" + event.Suffix(set)
		require.Equal(t, "a.lua:"+told+`,"odd,=name"=z`, arg)
		files, err := Find(dir, []string{arg}, IsSpec)
		require.NoError(t, err, arg)
		require.Equal(t, "a.lua", files[0].Path)
		require.True(t, Has(set, files[0].Params), arg)
		require.False(t, Has([]event.Param{{Name: "n", Value: "other"}, set[1]}, files[0].Params), arg)
	}
	for arg, want := range map[string]string{
		`a.lua:n="x"y`:   "a comma expected behind the quotes, got \"y\"",
		`a.lua:n=1,m`:    `a line, or name=value, expected behind the colon, got "m"`,
		`a.lua:=1`:       `a line, or name=value, expected behind the colon, got "=1"`,
		`none.lua:n=a:b`: "none.lua: no such file or directory",
	} {
		_, err := Find(dir, []string{arg}, IsSpec)
		require.ErrorContains(t, err, want)
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
