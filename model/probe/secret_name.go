package probe

import (
	"slices"
	"strings"
)

// A nameKind is what a name says of the value it has.
type nameKind int

const (
	plainName  nameKind = iota
	publicName          // an identifier or a checksum: it may look random
	keyName             // a secret, unless the value looks like something else
	secretName
)

// kindOf is the kind of a name such as DB_PASSWORD, db-password or dbPassword.
func kindOf(name string) nameKind {
	words := wordsOf(name)
	if len(words) == 0 {
		return plainName
	}
	last := words[len(words)-1]
	secret := slices.ContainsFunc(words, isSecretWord) || isPWD(words)
	switch {
	case secret && last == "ID" && words[max(0, len(words)-2)] == "SECRET":
		return secretName // half of a login to Vault
	case identifies[last]:
		return publicName
	case secret && !describes[last]:
		return secretName
	case slices.ContainsFunc(words, isPublicWord):
		return publicName
	case keys[last]:
		return keyName
	}
	return plainName
}

// isSecretWord reports the words that make a name that of a secret, wherever
// they are in it.
func isSecretWord(w string) bool {
	for _, part := range []string{"PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "APIKEY", "PRIVATEKEY", "ACCESSKEY", "SECRETKEY"} {
		if strings.Contains(w, part) {
			return true
		}
	}
	for _, end := range []string{"SECRET", "SECRETS", "TOKEN", "TOKENS"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return secrets[w]
}

// isPWD reports a PWD that is no working directory.
func isPWD(words []string) bool {
	return slices.Contains(words, "PWD") && len(words) > 1 && words[0] != "OLD"
}

func isPublicWord(w string) bool { return public[w] || strings.HasPrefix(w, "SHA") && isNumber(w[3:]) }

// countsFirst reports whether a name begins as that of a number does.
func countsFirst(name string) bool {
	words := wordsOf(name)
	return len(words) > 0 && counts[words[0]]
}

var (
	secrets   = set("PASS PASSES PASSCODE CREDS AUTHORIZATION BEARER JWT PSK")
	keys      = set("KEY KEYS AUTH AUTHKEY SSHKEY SALT PEPPER COOKIE SIGNATURE SIG SAS PAT")
	public    = set("SHA MD5 DIGEST CHECKSUM CHECKSUMS HASH COMMIT REVISION REV REF GPG PGP GPGKEY GPGKEYS FINGERPRINT PUBLIC PUB PUBKEY ETAG")
	counts    = set("MAX MIN NUM COUNT")
	describes = set("FILE FILES FILENAME PATH PATHS DIR DIRECTORY SOCK SOCKET STORE HOST HOSTS HOSTNAME PORT URL URI ENDPOINT SERVER SERVICE " +
		"ISSUER AUDIENCE USER USERNAME TYPE MODE METHOD METHODS ALG ALGORITHM SIZE LENGTH LEN BITS TTL EXPIRY EXPIRES EXPIRE EXPIRATION AGE " +
		"LIFETIME TIMEOUT MINUTES SECONDS HOURS DAYS ENABLED DISABLED ENABLE REQUIRED ALLOWED POLICY HEADER FORMAT VERSION COUNT LIMIT " +
		"BACKEND PROVIDER PLUGIN DRIVER REALM DOMAIN SCOPE SCOPES ROUNDS")
	identifies = set("ID IDS UUID NAME NAMES IMAGE POD DIGEST DEPENDENCIES")
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// mostName is how many bytes of a name, from its end, are looked at.
const mostName = 128

// wordsOf are the words of a name in capitals. Numbers at its end are none: the
// second key is a key.
func wordsOf(name string) []string {
	name = name[max(0, len(name)-mostName):]
	var words []string
	from := 0
	for i := 0; i <= len(name); i++ {
		if i < len(name) && isAlnum(name[i]) && !beginsWord(name, from, i) {
			continue
		}
		if from < i {
			words = append(words, strings.ToUpper(name[from:i]))
		}
		if from = i; i < len(name) && !isAlnum(name[i]) {
			from = i + 1
		}
	}
	for n := len(words); n > 1 && isNumber(words[n-1]); n-- {
		words = words[:n-1]
	}
	return words
}

// beginsWord reports whether a word begins at i, by its capital, in a word that
// begins at from: before the P of dbPassword, before the S of HTTPServer.
func beginsWord(name string, from, i int) bool {
	return i > from && isUpper(name[i]) && (isLower(name[i-1]) || i+1 < len(name) && isLower(name[i+1]))
}

// isName reports whether s could be the name of a variable, a label or a flag.
func isName(s string) bool {
	for i := range len(s) {
		if !isNameByte(s[i]) {
			return false
		}
	}
	return s != "" && len(s) <= mostName
}

func isNameByte(c byte) bool { return isAlnum(c) || c == '_' || c == '.' || c == '-' }

func isAlnum(c byte) bool { return isUpper(c) || isLower(c) || isDigit(c) }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
