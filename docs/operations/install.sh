#!/bin/sh
# Installs the archive it lies in on Debian 12 or newer, without internet. Run as root:
#   ./install.sh
# Installing again, or another version, changes neither /etc/taphuan/env nor any data.
# DESTDIR=/somewhere ./install.sh only lays the files out there, for packaging and trials.
set -eu
cd "$(dirname "$0")"

dest=${DESTDIR:-}
version=$(cat VERSION)
target=/opt/taphuan/$version

die() { echo "install.sh: $*" >&2; exit 1; }
[ -n "$dest" ] || [ "$(id -u)" = 0 ] || die "run it as root (sudo ./install.sh)"
sha256sum --check --quiet --strict SHA256SUMS || die "the archive is damaged: copy it again"
./taphuan version >/dev/null || die "this program does not run here: it is for $(uname -s) on another processor"

echo "Tập Huấn $version -> $dest$target"
if [ -z "$dest" ] && ! id taphuan >/dev/null 2>&1; then
  useradd --system --user-group --home-dir /var/lib/taphuan --no-create-home --shell /usr/sbin/nologin taphuan
fi

# The version beside the others; the link moves only when all of it is there.
rm -rf "$dest$target.new"
mkdir -p "$dest$target.new"
cp -a taphuan postgresql courses docs systemd LICENSE README.md VERSION SHA256SUMS env.example "$dest$target.new/"
if [ -e "$dest$target" ]; then
  mv "$dest$target" "$dest$target.old"
fi
mv "$dest$target.new" "$dest$target"
rm -rf "$dest$target.old"
ln -sfn "$version" "$dest/opt/taphuan/current.new"
mv -T "$dest/opt/taphuan/current.new" "$dest/opt/taphuan/current"
mkdir -p "$dest/usr/local/bin"
ln -sfn /opt/taphuan/current/taphuan "$dest/usr/local/bin/taphuan"

mkdir -p "$dest/etc/taphuan" "$dest/var/lib/taphuan" "$dest/var/backups/taphuan" "$dest/etc/systemd/system"
if [ ! -e "$dest/etc/taphuan/env" ]; then
  (umask 027 && cat > "$dest/etc/taphuan/env") <<'ENV'
# Settings of taphuan; /opt/taphuan/current/env.example explains every variable.
# After a change: systemctl restart taphuan
ADDR=127.0.0.1:8080
PUBLIC_URL=http://localhost:8080
TRUSTED_PROXIES=127.0.0.1
#DATABASE_URL=postgres://taphuan@/taphuan?host=/run/postgresql
DATA_DIR=/var/lib/taphuan
COURSES_DIR=/opt/taphuan/current/courses
BACKUP_DIR=/var/backups/taphuan
METRICS_ADDR=127.0.0.1:9090
ENV
fi
cp systemd/taphuan.service systemd/taphuan-backup.service systemd/taphuan-backup.timer "$dest/etc/systemd/system/"
chmod 644 "$dest/etc/systemd/system/taphuan.service" "$dest/etc/systemd/system/taphuan-backup.service" "$dest/etc/systemd/system/taphuan-backup.timer"
chmod 750 "$dest/etc/taphuan" "$dest/var/lib/taphuan" "$dest/var/backups/taphuan"
chmod 640 "$dest/etc/taphuan/env"

[ -z "$dest" ] || exit 0
chown -R root:root /opt/taphuan
chown root:taphuan /etc/taphuan /etc/taphuan/env
chown taphuan:taphuan /var/lib/taphuan /var/backups/taphuan
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
fi
cat <<'NEXT'
Installed. Next (docs/operations/install.md):
  1. PostgreSQL 15 to 18 and its database; DATABASE_URL and PUBLIC_URL in /etc/taphuan/env
  2. systemctl enable --now taphuan taphuan-backup.timer
  3. the first administrator: taphuan user create-admin (as the user taphuan)
  4. taphuan doctor
NEXT
