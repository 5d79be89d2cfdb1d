# Becomes the tool: sh supervised.sh run_tool | run_render. The supervisor put it into a process group of its own.
. ./job
. ./carriers
"$1"
