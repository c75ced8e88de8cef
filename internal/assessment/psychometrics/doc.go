// Package psychometrics tells what answers say about questions and tests: classical item analysis, reliability and
// gain. It is pure: no SQL, no clock, no names of people; the same answers in another order give the same figures.
//
// Papers are drawn from a bank, so people see different items. Therefore:
//   - figures of an item are over those who saw it. What stands for the whole of a person is the rest score: the share
//     of the points that the person earned on the other items of their own paper. Where everybody has the same
//     items, this is the classical corrected total but for its unit, which no correlation feels;
//   - the reliability of a fixed form is Cronbach's alpha; that of papers drawn anew for each person is the
//     coefficient for items nested in persons (see ReliabilityOf).
//
// Omitted and unreached items earn nothing, as in the grade, and count as seen. Points may be negative where a question
// takes points away; then a difficulty may be below 0.
//
// Figures are float64 and are rounded by whoever shows them. What cannot be computed (nobody, one person, everybody
// alike) is nil, never 0. How small a group may be told is not decided here: see package assessment.
//
// Sources, by the names under which the comments cite them:
//
//	Brennan 2001          Generalizability Theory. Springer.
//	Brown 2001            Point-biserial correlation coefficients. Shiken 5(3), 13-17.
//	Cronbach 1951         Coefficient alpha and the internal structure of tests. Psychometrika 16, 297-334.
//	Ebel & Frisbie 1991   Essentials of Educational Measurement, 5th ed. Prentice Hall.
//	Hake 1998             Interactive-engagement versus traditional methods. Am. J. Phys. 66, 64-74.
//	Henrysson 1963        Correction of item-total correlations in item analysis. Psychometrika 28, 211-218.
//	Hyndman & Fan 1996    Sample quantiles in statistical packages. The American Statistician 50, 361-365.
//	Kelley 1939           The selection of upper and lower groups for the validation of test items.
//	                      J. Educational Psychology 30, 17-24.
//	Kuder & Richardson 1937  The theory of the estimation of test reliability. Psychometrika 2, 151-160.
//	Lord & Novick 1968    Statistical Theories of Mental Test Scores. Addison-Wesley.
//	Owen 1956             Tables for computing bivariate normal probabilities. Ann. Math. Statist. 27, 1075-1090.
//	Peng & Subkoviak 1980 A note on Huynh's normal approximation procedure for estimating criterion-referenced
//	                      reliability. J. Educational Measurement 17, 359-368.
//	Shrout & Fleiss 1979  Intraclass correlations: uses in assessing rater reliability. Psychological Bulletin 86, 420-428.
//	Tarrant et al. 2009   An assessment of functioning and non-functioning distractors in multiple-choice questions.
//	                      BMC Medical Education 9:40.
package psychometrics
