package embedded

import (
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// nobody is the number of the account that runs the server for root, where the
// system does not say otherwise.
const nobody = 65534

// account is the system account that runs the server.
type account struct{ uid, gid int }

// chooseAccount returns nil, which means the caller's own account, unless the
// caller is root; then it is the owner of the data when there is data, else nobody.
func chooseAccount(data string) *account {
	if os.Geteuid() != 0 {
		return nil
	}
	if info, err := os.Stat(data); err == nil {
		if status, ok := info.Sys().(*syscall.Stat_t); ok && status.Uid != 0 {
			return &account{uid: int(status.Uid), gid: int(status.Gid)}
		}
	}
	return nobodyAccount()
}

// nobodyAccount looks the account up, because initdb wants one with a name.
func nobodyAccount() *account {
	fallback := &account{uid: nobody, gid: nobody}
	found, err := user.Lookup("nobody")
	if err != nil {
		return fallback
	}
	uid, uidErr := strconv.ParseUint(found.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(found.Gid, 10, 32)
	if uidErr != nil || gidErr != nil || uid == 0 {
		return fallback
	}
	return &account{uid: int(uid), gid: int(gid)}
}

// own gives a path to the account.
func (a *account) own(path string) error {
	if a == nil {
		return nil
	}
	return os.Lchown(path, a.uid, a.gid)
}

// credential is what a process of the account is started with.
func (a *account) credential() *syscall.Credential {
	if a == nil {
		return nil
	}
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
}

// firstClosed returns the first of path and its parents that the account cannot
// pass through, or nothing. For a file it asks for the right to read and run it.
func firstClosed(path string, account *account) string {
	if account == nil {
		return ""
	}
	closed := ""
	for ; ; path = filepath.Dir(path) {
		info, err := os.Stat(path)
		if err != nil || !account.mayPass(info) {
			closed = path
		}
		if path == filepath.Dir(path) {
			return closed
		}
	}
}

// mayPass says whether the permission bits let the account enter a directory, or
// read and run a file. Access control lists are not asked.
func (a *account) mayPass(info fs.FileInfo) bool {
	need := fs.FileMode(0o1)
	if !info.IsDir() {
		need = 0o5
	}
	status, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case ok && int(status.Uid) == a.uid:
		return info.Mode()>>6&need == need
	case ok && int(status.Gid) == a.gid:
		return info.Mode()>>3&need == need
	}
	return info.Mode()&need == need
}

// ownerOf returns the uid that a file belongs to.
func ownerOf(info fs.FileInfo) int {
	if status, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(status.Uid)
	}
	return -1
}
