package luabind_test

import "strings"

// torrent is Lua that starts an app on a torrent with these files.
func torrent(files string) string {
	return `fs.write("a.torrent", "d8:announce14:http://x:1/ann4:infod` + files + `12:piece lengthi65536e6:pieces20:AAAAAAAAAAAAAAAAAAAAee") ` +
		`ctorrent.create{metainfo_file = "a.torrent", save_to_file = "b"}:start()`
}

// refused is how such an app fails.
func refused(why string) string {
	return "test.lua:1: ctorrent.start: EINVAL: DIR/a.torrent: no metainfo file: " + why
}

// Torrents that would do harm.
var badTorrents = []badCase{
	{
		"a torrent beside its folder", torrent(`4:name4:../a6:lengthi5e`),
		refused(`byte 41: info.name: the name "../a" leads out of the folder`),
	},
	{
		"a torrent with an absolute name", torrent(`4:name11:/etc/passwd6:lengthi5e`),
		refused(`byte 41: info.name: the name "/etc/passwd" leads out of the folder`),
	},
	{
		"a torrent without a name", torrent(`4:name0:6:lengthi5e`),
		refused("byte 41: info.name: the name is empty"),
	},
	{
		"a torrent with a zero byte in its name", torrent(`4:name3:a\0b6:lengthi5e`),
		refused(`byte 41: info.name: the name "a\x00b" has a zero byte`),
	},
	{
		"a torrent whose files are above it", torrent(`4:name1:d5:filesld6:lengthi5e4:pathl1:a2:..2:..1:beee`),
		refused(`byte 74: info.files.path: the name ".." leads out of the folder`),
	},
	{
		"a torrent that speaks like the client",
		strings.Replace(torrent(`4:name1:a6:lengthi5e`), "4:info", `7:comment20:x\nDownload complete.4:info`, 1),
		`test.lua:1: ctorrent.start: EINVAL: DIR/a.torrent: a text in it has a line that could be the client's own: "Download complete."`,
	},
	{
		"a torrent with two names in one", torrent(`4:name1:d5:filesld6:lengthi5e4:pathl3:a/beee`),
		refused(`byte 71: info.files.path: the name "a/b" has a '/'; a file in a folder has a path of several names`),
	},
}
