package app

import (
	"bytes"
	"encoding/json"
	"log/slog"

	"taphuan/internal/web"
)

// OpenAPI returns the OpenAPI document of every route, without a database.
func OpenAPI() ([]byte, error) {
	server, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Version: "1"})
	if err != nil {
		return nil, err
	}
	a := &App{server: server}
	a.addRoutes("1")
	raw, err := server.API.OpenAPI().MarshalJSON()
	if err != nil {
		return nil, err
	}
	var indented bytes.Buffer
	err = json.Indent(&indented, raw, "", "  ")
	return indented.Bytes(), err
}

// Routes returns every route with the right it asks for; the access tests walk them.
func Routes() ([]web.RouteRight, error) {
	server, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Version: "1"})
	if err != nil {
		return nil, err
	}
	a := &App{server: server}
	a.addRoutes("1")
	return server.Routes(), nil
}
