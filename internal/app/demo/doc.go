// Package demo builds the demonstration province: the real tree of agencies of Quảng Ngãi with
// the merger of 1 July 2025 and invented people who have learned for two years. No real person is
// a learner or a signer; documents that are invented end in "(mẫu)".
//
// Everything follows from Options: the same people, day and seed always give the same province,
// apart from the salts of passwords and commitments. Rules are the domains' own: papers are drawn
// and scored by package question, certificates carry certificate.Facts, the tree's closure is
// organization's.
//
// Load writes one transaction, in batches by COPY, as the owner of the database: killed half-way
// it leaves an empty database that loads again. Memory is bounded by the batch, whatever the
// number of people. Above detailLimit people, attempts keep their scores and lose papers and
// answers, as after the time for which a province keeps them.
//
// The figures' deltas are summed from the facts at the end; reporting folds them as any others.
package demo
