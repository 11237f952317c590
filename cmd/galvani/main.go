// Command galvani runs, measures and plots spiking networks from experiment
// files and built-in networks.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }
