// Package identity owns accounts: who may sign in, how they prove it, and the sessions that follow.
//
// It owns schema identity: accounts, sessions, refresh_tokens, devices, throttles, totp_secrets,
// recovery_codes, passkeys and ceremonies. A person's name, agency and roles live in package
// organization; here a person is an id and a username.
//
// # Passwords
//
// A password (mật khẩu) has 10 to 128 characters, is not the username and is not a common one. It
// is kept as argon2id (19 MiB, 2 passes, 1 lane); at most GOMAXPROCS are computed at once. A
// one-time password (mật khẩu dùng một lần, printed on a slip) has 55.7 random bits, is kept as
// HMAC-SHA-256 under the installation's key, lasts 30 days, works once and forces a change. Its
// letters are such that no Vietnamese keyboard program turns them into anything else.
//
// # Wrong tries
//
// Counters live in identity.throttles under keyed hashes, so they survive a restart and name nobody.
//   - An address is only slowed down, never refused: after 20 recent wrong tries each sign-in from it
//     waits 50 ms more, up to 2 s. One wrong try is forgiven every 3 s.
//   - Wrong tries on an account from devices it does not know: five are free, then each further one
//     must wait 5 s, 10 s, 20 s and so on, at most 5 min (429 with Retry-After). A quiet hour or a
//     right password clears the counter. A username that nobody has is counted in the same way.
//   - A device on which the person has signed in before (cookie __Host-device) has its own counter by
//     the same rule: what strangers try elsewhere never makes the owner wait there.
//   - Codes of the second step, and the current password asked of somebody signed in, have their own
//     counters by the same rule.
//
// A try is counted before the password is checked and taken back when it was right, so that
// many at once gain nothing. An unknown username costs the same time as a wrong password and gets
// the same answer.
//
// # Sessions
//
// A session (phiên làm việc) lasts 14 days without use and 60 days at most: people learn on their own
// phones; on a shared computer they sign out, and can end a forgotten session from elsewhere. It is
// carried by an access token (EdDSA JWT, 5 minutes, checked without a query) and a refresh token
// (256 bits, stored as SHA-256) that is replaced at each use. The successor is an HMAC of the old
// token, so that a lost answer can be asked for again within 30 s while the successor is unused; any
// other second use ends the session. Each node polls ended sessions and changed accounts every
// 500 ms (Watcher) and refuses everybody after 2 s without an answer.
//
// # Second factors
//
// TOTP (a code works once, secret under AES-GCM, ten recovery codes) and passkeys (discoverable,
// user verification required). A sign-in by password asks for the second factor when there is one; a
// passkey is both factors at once. Who must have one is decided by package app.
package identity
