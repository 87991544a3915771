#include "core/venues/lighter/crypto/schnorr.h"

#include "core/venues/lighter/crypto/ecgfp5.h"
#include "core/venues/lighter/crypto/poseidon2.h"
#include "core/venues/lighter/crypto/sha2.h"
#include "core/venues/lighter/crypto/wipe.h"

#include <algorithm>

namespace wick::lighter::schnorr {

namespace {

constexpr std::array<std::uint8_t, 20> kNonceDomain{'w', 'i', 'c', 'k', ' ', 'l', 'i',
                                                    'g', 'h', 't', 'e', 'r', ' ', 'n',
                                                    'o', 'n', 'c', 'e', ' ', '1'};

Scalar challengeOf(const Quintic& commitment, const Quintic& message) noexcept
{
    const Quintic hash = poseidon2::hash5(commitment, message);
    Scalar::Limbs limbs{};
    for (std::size_t i = 0; i < limbs.size(); ++i) {
        limbs[i] = hash[i].canonical();
    }
    return Scalar::reduced(limbs);
}

} // namespace

Quintic publicKeyOf(const Scalar& privateKey) noexcept
{
    return multiplyGenerator(privateKey).encode();
}

Signature sign(const Scalar& privateKey, const Scalar& nonce, const Quintic& message) noexcept
{
    const Scalar e = challengeOf(multiplyGenerator(nonce).encode(), message);
    const Scalar s = nonce - e * privateKey;
    Signature signature;
    const Scalar::Bytes first = s.toBytes();
    const Scalar::Bytes second = e.toBytes();
    std::copy(first.begin(), first.end(), signature.bytes.begin());
    std::copy(second.begin(), second.end(), signature.bytes.begin() + Scalar::kBytes);
    return signature;
}

Scalar deriveNonce(const Scalar& privateKey,
                   const Quintic& message,
                   std::span<const std::uint8_t, 32> randomness) noexcept
{
    Wiped<std::array<std::uint8_t, Scalar::kBytes + 32>> key;
    const Wiped<Scalar::Bytes> keyBytes{privateKey.toBytes()};
    std::copy(keyBytes->begin(), keyBytes->end(), key->begin());
    std::copy(randomness.begin(), randomness.end(), key->begin() + Scalar::kBytes);
    const Quintic::Bytes messageBytes = message.toBytes();
    const Wiped<sha2::Digest512> wide{sha2::hmacSha512(*key, {kNonceDomain, messageBytes})};
    return Scalar::reducedWide(*wide).orOne();
}

bool verify(const Quintic& publicKey, const Quintic& message, const Signature& signature) noexcept
{
    const auto key = Point::decode(publicKey);
    if (!key || publicKey.isZero()) {
        return false;
    }
    const std::span bytes{signature.bytes};
    const Scalar s = Scalar::reduced(bytes.first<Scalar::kBytes>());
    const Scalar e = Scalar::reduced(bytes.last<Scalar::kBytes>());
    const Point commitment = multiplyGenerator(s) + lighter::multiply(*key, e);
    return challengeOf(commitment.encode(), message) == e;
}

} // namespace wick::lighter::schnorr
