package web

import (
	"path"
	"reflect"
	"regexp"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
)

// typeArgument finds the package and the name of a generic type's argument:
// "List[taphuan/internal/catalog/cataloghttp.CourseCard]".
var typeArgument = regexp.MustCompile(`^(\w+)\[([\w/.]+)\.(\w+)\]$`)

// schemaName names a type in the OpenAPI document by its domain and itself, so that the words of
// two domains never meet: cataloghttp.Module is CatalogModule, web.List of it CatalogModuleList.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if m := typeArgument.FindStringSubmatch(t.Name()); m != nil {
		return domainPrefix(m[2]) + upperFirst(m[3]) + m[1]
	}
	name := huma.DefaultSchemaNamer(t, hint)
	prefix := domainPrefix(t.PkgPath())
	if strings.HasPrefix(name, prefix) {
		return name
	}
	return prefix + name
}

// domainPrefix is the domain of an HTTP side: "Catalog" of cataloghttp; nothing for package web.
func domainPrefix(pkgPath string) string {
	base := path.Base(pkgPath)
	domain, ok := strings.CutSuffix(base, "http")
	if !ok {
		return ""
	}
	return upperFirst(domain)
}

func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	return string(unicode.ToUpper(rune(s[0]))) + s[1:]
}
