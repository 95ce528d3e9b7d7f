#!/bin/bash
# Runs once, in an empty database folder: the owner migrates, the application only reads and writes rows.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set=owner_password="$OWNER_PASSWORD" --set=app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE association_owner LOGIN CREATEDB PASSWORD :'owner_password';
CREATE ROLE association_app LOGIN PASSWORD :'app_password';
GRANT association_app TO association_owner;
CREATE DATABASE association OWNER association_owner;
SQL
