package expect

import (
	"testing"

	"github.com/tlua/tlua/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }
