#!/bin/sh
# Tells serve.mjs the process id that workerd will have, then becomes workerd.
echo $$ > "$HEARBY_WORKERD_PID_FILE"
exec "$HEARBY_WORKERD" "$@"
