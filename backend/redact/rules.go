package redact

import (
	"regexp"
	"sync"
)

// rules in no order; apart decides where two meet. Shapes of tokens are those that their makers publish. They are compiled
// when the first text is looked through, not when the program starts.
var rules = sync.OnceValue(func() []rule {
	return []rule{
		{PrivateKey, "a private key block", []string{"private key"}, regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)`), 0, nil},
		{PrivateKey, "a key of the age tool", []string{"age-secret-key-1"}, regexp.MustCompile(`AGE-SECRET-KEY-1[0-9A-Z]{58}`), 0, nil},

		token("an AWS access key", `\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b`, "akia", "asia", "abia", "acca"),
		token("a GitHub token", `\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\b`, "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
		token("a GitLab token", `\bgl(?:pat|rt|dt|cbt|ptt|soat|ft|agent)-[A-Za-z0-9_\-.]{20,300}`, "glpat-", "glrt-", "gldt-", "glcbt-", "glptt-", "glsoat-", "glft-", "glagent-"),
		token("a Slack token", `\bxox[abeoprs]-[A-Za-z0-9\-]{10,250}`, "xox"),
		token("a Slack webhook", `https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9+/_\-]{30,}`, "hooks.slack.com"),
		token("a Google API key", `\bAIza[A-Za-z0-9_\-]{35}`, "aiza"),
		token("a Google OAuth token", `\bya29\.[A-Za-z0-9_\-]{20,}`, "ya29."),
		token("a Stripe key", `\b[rs]k_(?:live|test)_[A-Za-z0-9]{10,99}\b`, "k_live_", "k_test_"),
		token("an npm token", `\bnpm_[A-Za-z0-9]{36}\b`, "npm_"),
		token("a PyPI token", `\bpypi-[A-Za-z0-9_\-]{50,}`, "pypi-"),
		token("a SendGrid key", `\bSG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{20,}`, "sg."),
		token("an Anthropic or OpenAI key", `\bsk-(?:ant-|proj-)?[A-Za-z0-9_\-]{24,}`, "sk-"),
		token("a HashiCorp Vault token", `\bhv[sbr]\.[A-Za-z0-9_\-]{24,}`, "hvs.", "hvb.", "hvr."),
		token("a DigitalOcean token", `\bdo[opr]_v1_[a-f0-9]{64}\b`, "_v1_"),
		token("a JSON web token", `\beyJ[A-Za-z0-9_\-]{8,}\.eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}`, "eyj"),
		token("an Azure storage key", `AccountKey=[A-Za-z0-9+/]{80,}={0,2}`, "accountkey="),

		{Token, "a bearer or basic credential", []string{"bearer", "basic", "authorization"}, regexp.MustCompile(`(?i)\b(?:bearer|basic)[ \t]+([A-Za-z0-9._~+/\-]{16,}=*)`), 1, random},
		{Password, "a password inside an address", []string{"://"}, regexp.MustCompile(`\b[a-zA-Z][a-zA-Z0-9+.\-]*://[^\s:/@]*:([^\s/@]{3,})@`), 1, notPlaceholder},
		{Password, "a value named as a password", []string{"passw", "pwd", "passphrase", "kennwort", "passwort"}, regexp.MustCompile(`(?i)\b[A-Za-z0-9_.\-]*(?:passwor[dt]|passwd|pwd|passphrase|kennwort)["']?[ \t]*(?:=|:|=>|:=)[ \t]*["']?([^\s"',;]{4,128})`), 1, notPlaceholder},
		{Password, "a password told in a sentence", []string{"password is", "passphrase is", "passwort ist"}, regexp.MustCompile(`(?i)\b(?:password is|passphrase is|passwort ist)[: ]+["']?([^\s"',;]{6,128})`), 1, looksChosen},
		{Token, "a value named as a secret", []string{"secret", "token", "api", "credential", "client", "private", "access"}, regexp.MustCompile(`(?i)\b[A-Za-z0-9_.\-]*(?:secret|token|api[_\-]?key|apikey|credential|client[_\-]?key|private[_\-]?key|access[_\-]?key)[A-Za-z0-9_]*["']?[ \t]*(?:=|:|=>|:=)[ \t]*["']?([A-Za-z0-9_\-./+=~]{12,512})`), 1, random},

		{Card, "a card number (its check digit is right)", nil, regexp.MustCompile(`\b[2-6]\d{3}(?:[ \-]?\d){9,15}\b`), 0, card},
		{IBAN, "a bank account number (its check digits are right)", nil, regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b`), 0, iban},
		{Email, "an e-mail address", []string{"@"}, regexp.MustCompile(`[\p{L}0-9._%+\-]+@(?:[\p{L}0-9](?:[\p{L}0-9\-]*[\p{L}0-9])?\.)+\p{L}{2,24}`), 0, nil},
		{Phone, "a phone number", nil, regexp.MustCompile(`(?:\+|\b00)[1-9]\d{0,2}[ .\-/]?(?:\(0?\d{1,4}\)|\d{1,4})(?:[ .\-/]?\d{2,4}){2,4}\b|\(\d{3}\) ?\d{3}-\d{4}\b`), 0, phone},
		{IP, "an IP address", []string{"."}, regexp.MustCompile(`\b(?:\d{1,3}\.){3}\d{1,3}\b`), 0, ipv4},
		{IP, "an IP address", []string{":"}, regexp.MustCompile(`(?i)(?:\b|::)[0-9a-f:]*:[0-9a-f:]+(?:%[a-z0-9]+)?(?:\b|::)`), 0, ipv6},
	}
})

func token(why, shape string, keywords ...string) rule {
	return rule{Token, why, keywords, regexp.MustCompile(shape), 0, nil}
}
