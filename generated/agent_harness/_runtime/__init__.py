"""What every generated package stands on: the wire, the client's and the server's engine."""
