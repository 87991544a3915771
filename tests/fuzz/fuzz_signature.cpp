// What comes from outside as a signature, a public key, a private key or base64: read, or refused.
#include "core/venues/lighter/crypto/ecgfp5.h"
#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/signingkey.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace wick::lighter;

namespace {

/// Stops the program with the sentence that does not hold.
void mustHold(bool holds, const char* sentence)
{
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", sentence);
        std::abort();
    }
}

/// A text that reads as base64 or hexadecimal digits is the one that its bytes are written as.
void fuzzTexts(std::string_view text)
{
    for (std::size_t padding = 0; padding < 3 && padding <= text.size() / 4 * 3; ++padding) {
        std::vector<std::uint8_t> bytes(text.size() / 4 * 3 - padding);
        if (fromBase64(text, bytes)) {
            std::string again;
            appendBase64(again, bytes);
            mustHold(again == text, "base64 reads back as it was written");
        }
    }
    std::vector<std::uint8_t> bytes(text.size() / 2);
    if (fromHex(text, bytes)) {
        std::string lower{text};
        std::transform(lower.begin(), lower.end(), lower.begin(), [](char digit) {
            return digit >= 'A' && digit <= 'F' ? static_cast<char>(digit + ('a' - 'A')) : digit;
        });
        mustHold(toHex(bytes) == lower, "hexadecimal digits read back as they were written");
    }
}

/// A key, a message and a signature. No input of the corpus is near one that verifies.
void fuzzBytes(const std::uint8_t* data, std::size_t size)
{
    std::array<std::uint8_t, 160> bytes{};
    std::copy_n(data, std::min(size, bytes.size()), bytes.begin());
    const std::span all{bytes};
    const auto key = Quintic::fromBytes(all.subspan<0, 40>());
    const auto message = Quintic::fromBytes(all.subspan<40, 40>());
    if (!key) {
        return;
    }
    mustHold(std::ranges::equal(key->toBytes(), all.first<40>()), "elements are canonical");
    if (const auto point = Point::decode(*key)) {
        mustHold(point->encode() == *key, "a point is written as it was read");
        mustHold(*point + -*point == Point{}, "a point and its negative cancel");
    }
    schnorr::Signature signature;
    std::copy_n(bytes.begin() + 80, signature.bytes.size(), signature.bytes.begin());
    mustHold(!message || !schnorr::verify(*key, *message, signature),
             "nobody finds a signature by chance");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    fuzzTexts(text);
    static_cast<void>(SigningKey::fromHex(text));
    static_cast<void>(SigningKey::fromSeedHex(text));
    fuzzBytes(data, size);
    return 0;
}
