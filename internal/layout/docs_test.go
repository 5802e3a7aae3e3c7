package layout

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every test that the documents name is there.
func TestDocumentsNameTests(t *testing.T) {
	const root = "../.."
	var tests strings.Builder
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		tests.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	documents, _ := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	for _, document := range documents {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(string(text), -1) {
			named++
			if !strings.Contains(tests.String(), "func "+name[1]+"(") {
				t.Errorf("%s names %s, which there is not", document, name[1])
			}
		}
	}
	if named == 0 {
		t.Error("the documents name no tests")
	}
}
