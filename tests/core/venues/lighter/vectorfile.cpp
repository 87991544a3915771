#include "tests/core/venues/lighter/vectorfile.h"

#include "core/venues/lighter/crypto/textcodec.h"

#include <algorithm>
#include <charconv>

namespace wick::test {

using lighter::Goldilocks;
using lighter::Quintic;
using lighter::Scalar;

VectorFile::VectorFile(const std::string& path)
{
    if (const auto code = m_parser.load(path).get(m_root)) {
        m_error = path + ": " + simdjson::error_message(code);
        return;
    }
    simdjson::dom::array entries;
    if (m_root["vectors"].get(entries) != simdjson::SUCCESS) {
        m_error = path + ": has no list \"vectors\"";
        return;
    }
    m_entries.assign(entries.begin(), entries.end());
}

std::string vectorPath(std::string_view name)
{
    return std::string{WICK_SOURCE_DIR "/tests/vectors/lighter/"}.append(name);
}

bool has(Json object, std::string_view key)
{
    return object.at_key(key).error() == simdjson::SUCCESS;
}

std::string_view text(Json object, std::string_view key)
{
    std::string_view value;
    return object.at_key(key).get(value) == simdjson::SUCCESS ? value : std::string_view{};
}

std::uint64_t number(std::string_view decimal)
{
    std::uint64_t value = 0;
    std::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
    return value;
}

std::vector<Goldilocks> elementsOf(Json list)
{
    std::vector<Goldilocks> values;
    simdjson::dom::array items;
    if (list.get(items) == simdjson::SUCCESS) {
        for (const Json item : items) {
            std::string_view decimal;
            if (item.get(decimal) == simdjson::SUCCESS) {
                values.emplace_back(number(decimal));
            }
        }
    }
    return values;
}

std::vector<Goldilocks> elements(Json object, std::string_view key)
{
    Json list;
    return object.at_key(key).get(list) == simdjson::SUCCESS ? elementsOf(list)
                                                             : std::vector<Goldilocks>{};
}

std::vector<std::uint8_t> bytesOf(std::string_view hex)
{
    std::vector<std::uint8_t> bytes(hex.size() / 2);
    if (!lighter::fromHex(hex, bytes)) {
        bytes.clear();
    }
    return bytes;
}

Quintic quintic(Json object, std::string_view key)
{
    Quintic::Bytes bytes{};
    if (!lighter::fromHex(text(object, key), bytes)) {
        return {};
    }
    return Quintic::fromBytes(bytes).value_or(Quintic{});
}

Scalar scalar(Json object, std::string_view key)
{
    Scalar::Bytes bytes{};
    if (!lighter::fromHex(text(object, key), bytes)) {
        return {};
    }
    return Scalar::reduced(bytes);
}

std::string hexOf(const Quintic& element)
{
    return lighter::toHex(element.toBytes());
}

std::string hexOf(const Scalar& scalar)
{
    return lighter::toHex(scalar.toBytes());
}

} // namespace wick::test
