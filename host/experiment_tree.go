package host

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// kind is the kind of a TOML value.
type kind int

const (
	kindTable kind = iota
	kindArray
	kindString
	kindInteger
	kindFloat
	kindBool
	kindDate
)

// with article, as it reads in "expected a number, got ..."
func (k kind) String() string {
	return [...]string{"a table", "a list", "a string", "a number", "a number", "a boolean", "a date"}[k]
}

// node is one entry of a TOML file: a table with its entries in the order of
// the file, a list, or a scalar. Unlike a decoded map it knows where it stands.
type node struct {
	kind     kind
	key      string
	at       int    // byte offset of the key, of the value itself inside lists
	text     string // scalars: the literal, of strings the content
	children []*node
	index    map[string]*node
	header   bool // the table was opened by a [header] of its own
	closed   bool // an inline table or a dotted key: nothing may be added elsewhere
}

// get returns the entry of that key, nil when there is none.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	return n.index[key]
}

func (n *node) add(c *node) {
	if n.index == nil {
		n.index = map[string]*node{}
	}
	n.index[c.key] = c
	n.children = append(n.children, c)
}

// syntaxError is a mistake in the TOML itself.
type syntaxError struct {
	at  int
	msg string
}

func (e *syntaxError) Error() string { return e.msg }

// treeReader turns TOML into nodes; go-toml does the lexing.
type treeReader struct {
	parser unstable.Parser
	src    string
	lines  lineIndex
	root   *node
}

// readTree parses a TOML file. src may be at most 1 GiB.
func readTree(src []byte) (root *node, err error) {
	if len(src) > 1<<30 {
		return nil, &syntaxError{0, "the file is larger than 1 GiB"}
	}
	r := treeReader{src: string(src), lines: newLineIndex(string(src)), root: &node{header: true}}
	// The parser finds offsets by capacities, so the slice may have no slack.
	r.parser.Reset([]byte(r.src)[:len(r.src):len(r.src)])
	table := r.root
	for r.parser.NextExpression() {
		e := r.parser.Expression()
		switch e.Kind {
		case unstable.Table:
			table, err = r.header(e)
		case unstable.ArrayTable:
			err = r.arrayTable(e)
		case unstable.KeyValue:
			err = r.keyValue(table, e)
		}
		if err != nil {
			return nil, err
		}
	}
	return r.root, r.lexical(r.parser.Error())
}

// lexical places an error of go-toml.
func (r *treeReader) lexical(err error) error {
	if err == nil {
		return nil
	}
	var p *unstable.ParserError
	at := len(r.src)
	if errors.As(err, &p) {
		if o := cap(r.parser.Data()) - cap(p.Highlight); o >= 0 && o <= len(r.src) {
			at = o
		}
	}
	return &syntaxError{at, "not valid TOML: " + err.Error()}
}

type keyPart struct {
	name string
	at   int
}

func keyParts(e *unstable.Node) []keyPart {
	var parts []keyPart
	for it := e.Key(); it.Next(); {
		k := it.Node()
		parts = append(parts, keyPart{string(k.Data), int(k.Raw.Offset)})
	}
	return parts
}

// header opens the table of a [header] and returns it.
func (r *treeReader) header(e *unstable.Node) (*node, error) {
	parts := keyParts(e)
	n := r.root
	for i, p := range parts {
		last := i == len(parts)-1
		c := n.get(p.name)
		switch {
		case c == nil:
			c = &node{key: p.name, at: p.at, header: last}
			n.add(c)
		case c.kind != kindTable || c.closed:
			return nil, &syntaxError{p.at, fmt.Sprintf("%q is already given %s and cannot be a table here", p.name, r.first(c))}
		case last && c.header:
			return nil, &syntaxError{p.at, fmt.Sprintf("the table [%s] appears twice (first %s)", joinKey(parts), r.first(c))}
		case last:
			// Opened by a deeper header before its own: its place is where it is written.
			c.header, c.at = true, p.at
		}
		n = c
	}
	return n, nil
}

func (r *treeReader) arrayTable(e *unstable.Node) error {
	parts := keyParts(e)
	name := joinKey(parts)
	return &syntaxError{parts[0].at, fmt.Sprintf("[[%s]] is an array of tables, which experiments do not use; write [%s.NAME] with a name for each", name, name)}
}

// keyValue adds `a.b = value` to a table.
func (r *treeReader) keyValue(table *node, e *unstable.Node) error {
	parts := keyParts(e)
	n := table
	for i, p := range parts {
		c := n.get(p.name)
		if i == len(parts)-1 {
			if c != nil {
				return &syntaxError{p.at, fmt.Sprintf("the key %q appears twice in one table (first %s)", p.name, r.first(c))}
			}
			c, err := r.value(e.Value())
			if err != nil {
				return err
			}
			c.key, c.at = p.name, p.at
			n.add(c)
			return nil
		}
		switch {
		case c == nil:
			c = &node{key: p.name, at: p.at, closed: true}
			n.add(c)
		case c.kind != kindTable || c.header || !c.closed || c.text == inlineMark:
			return &syntaxError{p.at, fmt.Sprintf("%q is already given %s and cannot be extended here", p.name, r.first(c))}
		}
		n = c
	}
	return nil
}

// inlineMark tells an inline table, which is complete as written, from a table
// made by dotted keys, which further dotted keys may extend.
const inlineMark = "{}"

func (r *treeReader) value(v *unstable.Node) (*node, error) {
	n := &node{at: int(v.Raw.Offset)}
	switch v.Kind {
	case unstable.String:
		n.kind, n.text = kindString, string(v.Data)
	case unstable.Integer:
		n.kind, n.text = kindInteger, string(v.Data)
	case unstable.Float:
		n.kind, n.text = kindFloat, string(v.Data)
	case unstable.Bool:
		n.kind, n.text = kindBool, string(v.Data)
	case unstable.Array:
		n.kind = kindArray
		for it := v.Children(); it.Next(); {
			c, err := r.value(it.Node())
			if err != nil {
				return nil, err
			}
			if len(n.children) == 0 {
				n.at = c.at // go-toml does not say where a list begins
			}
			n.children = append(n.children, c)
		}
	case unstable.InlineTable:
		n.kind = kindTable
		for it := v.Children(); it.Next(); {
			if err := r.keyValue(n, it.Node()); err != nil {
				return nil, err
			}
		}
		n.closed, n.text = true, inlineMark
	default:
		n.kind, n.text = kindDate, string(v.Data)
	}
	return n, nil
}

// first says where a node was first given.
func (r *treeReader) first(n *node) string {
	line, _ := r.lines.position(n.at)
	return fmt.Sprintf("on line %d", line)
}

func joinKey(parts []keyPart) string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = tomlKey(p.name)
	}
	return strings.Join(names, ".")
}
