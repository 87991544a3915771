// Signs under valgrind's memcheck with every secret marked as undefined. Memcheck follows what is
// computed from undefined bytes and reports each branch and each address that depends on one, so no
// report means: no branch and no address depends on a secret. With `--control` it does what must be
// reported. tests/ci/constanttime runs it; without valgrind it says nothing.
#include "core/venues/lighter/crypto/ecgfp5.h"
#include "core/venues/lighter/signingkey.h"
#include "tests/core/venues/lighter/slowpoint.h"

#include <valgrind/memcheck.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace wick;
using namespace wick::lighter;

namespace {

template <typename T>
void makeSecret(T& value)
{
    VALGRIND_MAKE_MEM_UNDEFINED(&value, sizeof value);
}

/// For what is public by design: a public key, a signature.
template <typename T>
void makePublic(const T& value)
{
    VALGRIND_MAKE_MEM_DEFINED(&value, sizeof value);
}

/// Random numbers are secrets as well.
class SecretEntropy final : public core::EntropySource
{
public:
    [[nodiscard]] bool fill(std::span<std::uint8_t> bytes) noexcept override
    {
        std::fill(bytes.begin(), bytes.end(), ++m_last);
        VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size());
        return true;
    }

private:
    std::uint8_t m_last = 0;
};

/// A key as it comes: from the text a person pasted, from a seed, from the system's generator.
core::Result<SigningKey, KeyError> makeKey(std::string_view kind, core::EntropySource& entropy)
{
    if (kind == "generated") {
        return SigningKey::generate(entropy);
    }
    std::string digits = kind == "seed" ? std::string(64, 'b') : std::string(78, 'A') + "07";
    VALGRIND_MAKE_MEM_UNDEFINED(digits.data(), digits.size());
    return kind == "seed" ? SigningKey::fromSeedHex(digits) : SigningKey::fromHex(digits);
}

bool signsAndVerifies(std::string_view kind)
{
    SecretEntropy entropy;
    const auto key = makeKey(kind, entropy);
    if (!key) {
        return false;
    }
    makePublic(key->publicKey());
    const Quintic message = Point::generator().doubled().encode();
    const schnorr::Signature signature = key->sign(message, entropy);
    makePublic(signature);
    return schnorr::verify(key->publicKey(), message, signature);
}

/// A general point and a secret scalar: what an exchange of keys would need.
bool multipliesAnyPoint()
{
    Scalar scalar = Scalar::reduced(Scalar::Limbs{5, 4, 3, 2, 1});
    makeSecret(scalar);
    const Point point = multiply(Point::generator().doubled(), scalar);
    const Point same = multiplyGenerator(scalar + scalar);
    makePublic(point);
    makePublic(same);
    return point == same;
}

/// The textbook way branches on each bit.
bool multipliesBitByBit()
{
    Scalar scalar = Scalar::reduced(Scalar::Limbs{5, 4, 3, 2, 1});
    makeSecret(scalar);
    const Point point = test::slowMultiply(Point::generator(), scalar);
    makePublic(point);
    return !(point == Point{});
}

} // namespace

int main(int argc, char* argv[])
{
    if (RUNNING_ON_VALGRIND == 0) {
        std::fputs("this is to be run under valgrind (tests/ci/constanttime)\n", stderr);
        return 2;
    }
    if (argc > 1 && std::string_view{argv[1]} == "--control") {
        return multipliesBitByBit() ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    for (const std::string_view kind : {"text", "seed", "generated"}) {
        if (!signsAndVerifies(kind)) {
            std::fprintf(stderr, "the signature does not verify\n");
            return EXIT_FAILURE;
        }
    }
    return multipliesAnyPoint() ? EXIT_SUCCESS : EXIT_FAILURE;
}
