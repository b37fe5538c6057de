#!/bin/sh
# Tells the program that starts it the process id that workerd will have, then becomes workerd.
echo $$ > "$HEARBY_WORKERD_PID_FILE"
exec "$HEARBY_WORKERD" "$@"
