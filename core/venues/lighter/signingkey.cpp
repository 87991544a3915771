#include "core/venues/lighter/signingkey.h"

#include "core/base/unreachable.h"
#include "core/venues/lighter/crypto/sha2.h"
#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/crypto/wipe.h"

#include <algorithm>

namespace wick::lighter {

namespace {

using core::Failure;
using core::Result;

constexpr std::size_t kSeedBytes = 32; // at least

// What these functions say about a secret, whether it is a key at all, may be known. They have
// frames of their own, so that tests/ci/constanttime can name them.

/// Looks at the second character first: of a key without the prefix it says only that it is a
/// digit.
WICK_OWN_FRAME std::string_view withoutPrefix(std::string_view digits) noexcept
{
    const bool prefixed = digits.size() >= 2 && digits[1] == 'x' && digits[0] == '0';
    return prefixed ? digits.substr(2) : digits;
}

WICK_OWN_FRAME schnorr::Signature signBelow(std::span<const std::uint8_t> secret,
                                            const Quintic& message,
                                            core::EntropySource& entropy) noexcept
{
    const Wiped<Scalar> key{Scalar::reduced(secret.first<Scalar::kBytes>())};
    Wiped<std::array<std::uint8_t, 32>> randomness;
    if (!entropy.fill(*randomness)) {
        randomness->fill(0);
    }
    const Wiped<Scalar> nonce{schnorr::deriveNonce(*key, message, *randomness)};
    return schnorr::sign(*key, *nonce, message);
}

} // namespace

std::string_view describe(KeyError error) noexcept
{
    switch (error) {
    case KeyError::WrongLength:
        return "does not have the length of a key";
    case KeyError::NotHex:
        return "has characters other than hexadecimal digits";
    case KeyError::Zero:
        return "is zero, which is no key";
    case KeyError::NoEntropy:
        return "could not be made: the system gave no random numbers";
    }
    core::unreachable();
}

Scalar privateKeyOfSeed(std::span<const std::uint8_t> seed) noexcept
{
    constexpr std::array<std::uint8_t, 1> kOne{1};
    constexpr std::array<std::uint8_t, 1> kTwo{2};
    const Wiped<sha2::Digest256> first{sha2::sha256({kOne, seed})};
    const Wiped<sha2::Digest256> second{sha2::sha256({kTwo, seed})};
    Wiped<Scalar::Bytes> bytes;
    const auto rest = std::copy(first->begin(), first->end(), bytes->begin());
    std::copy_n(second->begin(), bytes->end() - rest, rest);
    return Scalar::reducedBigEndian(*bytes);
}

SigningKey::SigningKey(const Scalar& privateKey)
    : m_secret(Scalar::kBytes)
    , m_publicKey(schnorr::publicKeyOf(privateKey))
{
    const Wiped<Scalar::Bytes> bytes{privateKey.toBytes()};
    std::copy(bytes->begin(), bytes->end(), m_secret.bytes().begin());
    wipeStackBelow();
}

WICK_OWN_FRAME Result<SigningKey, KeyError> SigningKey::checked(const Scalar& privateKey)
{
    if (privateKey.maskOfZero() != 0) {
        return Failure{KeyError::Zero};
    }
    return SigningKey{privateKey};
}

WICK_OWN_FRAME Result<SigningKey, KeyError> SigningKey::fromHex(std::string_view digits)
{
    digits = withoutPrefix(digits);
    Wiped<Scalar::Bytes> bytes;
    if (digits.size() != 2 * bytes->size()) {
        return Failure{KeyError::WrongLength};
    }
    if (!lighter::fromHex(digits, *bytes)) {
        return Failure{KeyError::NotHex};
    }
    const Wiped<Scalar> key{Scalar::reduced(*bytes)};
    return checked(*key);
}

WICK_OWN_FRAME Result<SigningKey, KeyError> SigningKey::fromSeedHex(std::string_view digits)
{
    digits = withoutPrefix(digits);
    if (digits.size() < 2 * kSeedBytes || digits.size() % 2 != 0) {
        return Failure{KeyError::WrongLength};
    }
    SecretMemory seed{digits.size() / 2};
    if (!lighter::fromHex(digits, seed.bytes())) {
        return Failure{KeyError::NotHex};
    }
    const Wiped<Scalar> key{privateKeyOfSeed(seed.bytes())};
    return checked(*key);
}

Result<SigningKey, KeyError> SigningKey::generate(core::EntropySource& entropy)
{
    Wiped<std::array<std::uint8_t, 64>> bytes;
    if (!entropy.fill(*bytes)) {
        return Failure{KeyError::NoEntropy};
    }
    const Wiped<Scalar> key{Scalar::reducedWide(*bytes)};
    return checked(*key);
}

std::string SigningKey::publicKeyHex() const
{
    return toHex(m_publicKey.toBytes());
}

schnorr::Signature SigningKey::sign(const Quintic& message,
                                    core::EntropySource& entropy) const noexcept
{
    const schnorr::Signature signature = signBelow(m_secret.bytes(), message, entropy);
    wipeStackBelow();
    return signature;
}

} // namespace wick::lighter
