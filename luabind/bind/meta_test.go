package bind_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/bind"
	"github.com/tlua/tlua/luabind/vm"
)

const ctorrentMeta = `---@class ctorrent.CreateOptions
---@field any? integer
---@field big? integer
---@field data? string
---@field dest? string
---@field env? table<string, string|false>
---@field factory? factory
---@field metainfo_file string the torrent
---@field nice? integer
---@field on_line? function
---@field poll_ms? number
---@field port? integer
---@field rate? number
---@field raw? any
---@field save_to_file? string where the data is or goes
---@field size? table
---@field timeout_ms? number
---@field tracker? string|tracker.tracker
---@field trackers? string[]
---@field verbose? boolean
---@field wrappers? table[]

--- One client.
---@class ctorrent.app
---@field name string its name
local ctorrent_app = {}

--- Starts it.
function ctorrent_app:start() end

--- Waits.
---@param timeout_ms? number how long
---@return number # how long it took
function ctorrent_app:wait_completion(timeout_ms) end

function ctorrent_app:fail() end

function ctorrent_app:each() end

--- The client.
---@class ctorrentlib
---@field default_opt table the defaults
ctorrent = {}

--- Makes a client.
---@param opts ctorrent.CreateOptions
---@return ctorrent.app
function ctorrent.create(opts) end

function ctorrent.one() end

function ctorrent.forget() end
`

func TestModuleMeta(t *testing.T) {
	w := newWorld(t)
	require.Empty(t, cmp.Diff(ctorrentMeta, w.ctorrent().Meta()))
	_, err := vm.Compile("@meta.lua", []byte(w.ctorrent().Meta()))
	require.NoError(t, err)
}

func TestMetaOfGlobalsResultsAndErrors(t *testing.T) {
	m := &bind.Module{
		Doc:   "Two\nlines.",
		Funcs: []bind.Func{{Name: "log", Params: []bind.Param{{Name: "...", Type: "any"}}}},
	}
	require.Equal(t, "--- Two\n--- lines.\n\n---@param ... any\nfunction log(...) end\n", m.Meta())
	r := bind.Record{Name: "job.Status", Of: plainData{}, Result: true}
	require.Equal(t, strings.Join([]string{
		"---@class job.Status", "---@field inner table", "---@field list integer[]", "---@field m table<string, number>",
		"---@field n integer", "---@field name string", "---@field ok boolean", "---@field opt? string", "---@field wait_ms number", "",
	}, "\n"), r.Meta())
	require.Contains(t, bind.ErrorMeta(), "---@field cause? tlua.error")
}

func TestNames(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, []string{"create", "default_opt", "forget", "one"}, w.ctorrent().Names())
	require.Equal(t, []string{"each", "fail", "name", "start", "wait_completion"}, w.app.Names())
	require.Same(t, w.app, bind.ClassOf(w.app.Handle(w.L, w.one)))
	require.Nil(t, bind.ClassOf(w.L.NewTable()))
}
