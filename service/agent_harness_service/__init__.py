"""The Agent Harness service: `POST /v1/agents/sessions`, behind the generated server."""
