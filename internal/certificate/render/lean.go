package render

import (
	"encoding/binary"
	"sort"
)

// Flags of a glyph made of other glyphs, as the TrueType format defines them.
const (
	wideArguments   = 0x0001
	oneScale        = 0x0008
	moreComponents  = 0x0020
	twoScales       = 0x0040
	fourScales      = 0x0080
	hasInstructions = 0x0100
)

var big = binary.BigEndian

// lean returns a TrueType font without hinting programs and without its names. Hinting serves coarse
// screens only; without it an embedded subset is a third smaller. The outlines stay as they are. The
// argument is one of the fonts compiled into the program, so its structure is trusted.
func lean(ttf []byte) []byte {
	tables := readTables(ttf)
	for _, name := range []string{"cvt ", "fpgm", "prep", "gasp", "GDEF", "GPOS", "GSUB", "FFTM", "kern", "hdmx", "VDMX", "LTSH"} {
		delete(tables, name)
	}
	tables["glyf"], tables["loca"] = unhinted(tables)
	head := append([]byte{}, tables["head"]...)
	big.PutUint16(head[50:], 1) // long offsets in loca
	tables["head"] = head
	tables["name"] = []byte{0, 0, 0, 0, 0, 6} // format 0, no entries
	return writeTables(tables)
}

func readTables(ttf []byte) map[string][]byte {
	tables := map[string][]byte{}
	for i := range int(big.Uint16(ttf[4:])) {
		entry := ttf[12+16*i:]
		from, size := big.Uint32(entry[8:]), big.Uint32(entry[12:])
		tables[string(entry[:4])] = ttf[from : from+size]
	}
	return tables
}

// writeTables puts the tables together. Checksums are left zero: the subset that reaches a file gets
// its own from the PDF library.
func writeTables(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	sort.Strings(names)
	out := make([]byte, 12+16*len(names))
	big.PutUint32(out, 0x00010000)
	big.PutUint16(out[4:], uint16(len(names)))
	for i, name := range names {
		entry := 12 + 16*i
		copy(out[entry:], name)
		big.PutUint32(out[entry+8:], uint32(len(out)))
		big.PutUint32(out[entry+12:], uint32(len(tables[name])))
		out = pad(append(out, tables[name]...))
	}
	return out
}

// unhinted rebuilds the outlines and their index without instructions.
func unhinted(tables map[string][]byte) (glyf, loca []byte) {
	long := big.Uint16(tables["head"][50:]) == 1
	at := func(glyph int) uint32 {
		if long {
			return big.Uint32(tables["loca"][4*glyph:])
		}
		return 2 * uint32(big.Uint16(tables["loca"][2*glyph:]))
	}
	count := int(big.Uint16(tables["maxp"][4:]))
	for i := range count {
		loca = big.AppendUint32(loca, uint32(len(glyf)))
		glyf = pad(append(glyf, unhintedGlyph(tables["glyf"][at(i):at(i+1)])...))
	}
	return glyf, big.AppendUint32(loca, uint32(len(glyf)))
}

func unhintedGlyph(glyph []byte) []byte {
	if len(glyph) == 0 {
		return nil
	}
	contours := int(int16(big.Uint16(glyph)))
	if contours < 0 {
		return unhintedComposite(glyph)
	}
	end := 10 + 2*contours // where the length of the instructions stands
	skip := int(big.Uint16(glyph[end:]))
	out := append([]byte{}, glyph[:end]...)
	out = append(out, 0, 0)
	return append(out, glyph[end+2+skip:]...)
}

// unhintedComposite walks the components, clears their instruction flag and drops what follows them.
func unhintedComposite(glyph []byte) []byte {
	out := append([]byte{}, glyph...)
	for at := 10; ; {
		flags := big.Uint16(out[at:])
		big.PutUint16(out[at:], flags&^hasInstructions)
		at += 6
		if flags&wideArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&fourScales != 0:
			at += 8
		}
		if flags&moreComponents == 0 {
			return out[:at]
		}
	}
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}
