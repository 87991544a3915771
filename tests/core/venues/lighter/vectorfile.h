#pragma once

#include "core/venues/lighter/crypto/quintic.h"
#include "core/venues/lighter/crypto/scalar.h"

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick::test {

using Json = simdjson::dom::element;

/// A file of test vectors: {"vectors": […], …}. Entries refer to it and live as long as it does.
class VectorFile
{
public:
    /// Empty `error()` when it could be read.
    explicit VectorFile(const std::string& path);

    [[nodiscard]] const std::string& error() const noexcept { return m_error; }
    [[nodiscard]] const std::vector<Json>& entries() const noexcept { return m_entries; }
    /// The whole document.
    [[nodiscard]] Json root() const noexcept { return m_root; }

private:
    simdjson::dom::parser m_parser;
    Json m_root;
    std::vector<Json> m_entries;
    std::string m_error;
};

/// A file of tests/vectors/lighter.
[[nodiscard]] std::string vectorPath(std::string_view name);

[[nodiscard]] bool has(Json object, std::string_view key);
/// The text of a member; empty when it has none.
[[nodiscard]] std::string_view text(Json object, std::string_view key);
/// A decimal text as a number.
[[nodiscard]] std::uint64_t number(std::string_view decimal);
/// A list of decimal texts; empty when it is none.
[[nodiscard]] std::vector<lighter::Goldilocks> elementsOf(Json list);
[[nodiscard]] std::vector<lighter::Goldilocks> elements(Json object, std::string_view key);
/// A hexadecimal text as bytes; empty when it is none.
[[nodiscard]] std::vector<std::uint8_t> bytesOf(std::string_view hex);
/// 80 hexadecimal digits as an element; zero when they are none.
[[nodiscard]] lighter::Quintic quintic(Json object, std::string_view key);
[[nodiscard]] lighter::Scalar scalar(Json object, std::string_view key);
[[nodiscard]] std::string hexOf(const lighter::Quintic& element);
[[nodiscard]] std::string hexOf(const lighter::Scalar& scalar);

} // namespace wick::test
