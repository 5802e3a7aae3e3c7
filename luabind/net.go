package luabind

import (
	"context"
	"net"
	"strconv"

	"github.com/tlua/tlua/core/netaddr"
	"github.com/tlua/tlua/luabind/bind"
)

func (r *Runtime) netModule() *bind.Module {
	return &bind.Module{
		Name: "net", Doc: "Finds addresses and ports.",
		Funcs: []bind.Func{
			{
				Name: "free_port", Doc: "A TCP port above 1025 that nobody listens on.",
				Params:  []bind.Param{{Name: "ip", Type: "string", Optional: true, Doc: "default: 127.0.0.1"}},
				Returns: []bind.Return{{Type: "integer"}},
				Call: func(c *bind.Call) error {
					port, err := netaddr.FreePort(c.OptString(1, "ip", "127.0.0.1"))
					if err != nil {
						return err
					}
					return c.Return(port)
				},
			},
			{
				Name: "loopback", Doc: "A 127.x.y.z that no one else in this run was given.",
				Returns: []bind.Return{{Type: "string"}},
				Call:    func(c *bind.Call) error { return c.Return(r.pool.Loopback().String()) },
			},
			{
				Name: "wait_port", Doc: "Waits until something accepts connections there.",
				Params: []bind.Param{{Name: "ip", Type: "string"}, {Name: "port", Type: "integer"}, millis(waitTime)},
				Call: func(c *bind.Call) error {
					ip, port := c.String(1, "ip"), c.Int(2, "port", 1, 65535)
					what := "port " + net.JoinHostPort(ip, strconv.Itoa(port))
					return r.wait(c, 3, waitTime, r.told("net.wait_port", what, func(ctx context.Context) error { return netaddr.WaitPort(ctx, ip, port) }))
				},
			},
		},
	}
}
