package main

import (
	"fmt"

	"taphuan/internal/app"
)

// OpenAPICommand prints the OpenAPI document, from which the front end's types are made.
type OpenAPICommand struct{}

// Run prints it as JSON.
func (OpenAPICommand) Run() error {
	document, err := app.OpenAPI()
	if err != nil {
		return err
	}
	fmt.Println(string(document))
	return nil
}
