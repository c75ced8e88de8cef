// Package vietnamese holds the rules of written Vietnamese that the platform needs: one normal
// form for what people type, folding for search, the parts of a name. It is pure.
//
// Sources: CLDR collation "vi" sorts names (in SQL, by "vi-x-icu"); TCVN 6909:2001 is Unicode.
package vietnamese
