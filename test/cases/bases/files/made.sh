#!/bin/sh
: >"$1"
