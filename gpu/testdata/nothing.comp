#version 450
// Takes nothing and does nothing: no bindings, no push constants.
layout(local_size_x = 1) in;
void main() {}
