#include "core/io/history/candleformat.h"

#include "core/base/unreachable.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::io {

using core::Failure;
using core::Result;

namespace {

constexpr std::array<std::pair<CandleFormat, std::string_view>, 6> kFormatNames{{
    {CandleFormat::Auto, "auto"},
    {CandleFormat::Wick, "wick"},
    {CandleFormat::Binance, "binance"},
    {CandleFormat::TradingView, "tradingview"},
    {CandleFormat::MetaTrader5, "mt5"},
    {CandleFormat::HistData, "histdata"},
}};

constexpr std::size_t kShownCharacters = 40;
constexpr core::Duration kHistDataOffset = core::hours(-5); // EST all year round, no daylight rule

[[nodiscard]] bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

[[nodiscard]] std::string lowered(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        if (c != ' ' && c != '"' && c != '\t') {
            result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return result;
}

[[nodiscard]] std::vector<std::string_view> split(std::string_view line, char delimiter)
{
    std::vector<std::string_view> fields;
    while (true) {
        const std::size_t end = line.find(delimiter);
        fields.push_back(line.substr(0, end));
        if (end == std::string_view::npos) {
            return fields;
        }
        line.remove_prefix(end + 1);
    }
}

[[nodiscard]] char delimiterOf(std::string_view line) noexcept
{
    const std::size_t found = line.find_first_of(",;\t");
    return found == std::string_view::npos ? ',' : line[found];
}

[[nodiscard]] std::size_t leadingDigits(std::string_view text) noexcept
{
    const auto end = std::find_if_not(text.begin(), text.end(), isDigit);
    return static_cast<std::size_t>(end - text.begin());
}

[[nodiscard]] bool isIsoDate(std::string_view text) noexcept
{
    return text.size() >= 10 && leadingDigits(text) == 4 && text[4] == '-' && text[7] == '-';
}

/// Whether an ISO time says where it is: Z, or a sign after the time of day.
[[nodiscard]] bool hasZone(std::string_view time) noexcept
{
    const std::size_t clock = time.find_first_of("T ");
    return clock != std::string_view::npos
           && time.find_first_of("Zz+-", clock) != std::string_view::npos;
}

[[nodiscard]] ColumnRole roleOf(const std::string& name)
{
    static const std::array<std::pair<std::string_view, ColumnRole>, 16> kNames{{
        {"time", ColumnRole::Time},
        {"opentime", ColumnRole::Time},
        {"open_time", ColumnRole::Time},
        {"<date>", ColumnRole::Time},
        {"<time>", ColumnRole::Clock},
        {"open", ColumnRole::Open},
        {"<open>", ColumnRole::Open},
        {"high", ColumnRole::High},
        {"<high>", ColumnRole::High},
        {"low", ColumnRole::Low},
        {"<low>", ColumnRole::Low},
        {"close", ColumnRole::Close},
        {"<close>", ColumnRole::Close},
        {"volume", ColumnRole::Volume},
        {"<tickvol>", ColumnRole::Volume},
        {"vol", ColumnRole::Volume},
    }};
    const auto found = std::find_if(kNames.begin(), kNames.end(),
                                    [&name](const auto& entry) { return entry.first == name; });
    return found == kNames.end() ? ColumnRole::Ignored : found->second;
}

/// The first column of each name counts: an indicator may bear the name of a price again.
[[nodiscard]] std::vector<ColumnRole> rolesOf(std::string_view header, char delimiter)
{
    std::vector<ColumnRole> roles;
    for (const std::string_view field : split(header, delimiter)) {
        const ColumnRole role = roleOf(lowered(field));
        const bool again = std::find(roles.begin(), roles.end(), role) != roles.end();
        roles.push_back(again ? ColumnRole::Ignored : role);
    }
    return roles;
}

[[nodiscard]] std::vector<ColumnRole> plainRoles(std::size_t columns)
{
    std::vector<ColumnRole> roles{ColumnRole::Time, ColumnRole::Open,  ColumnRole::High,
                                  ColumnRole::Low,  ColumnRole::Close, ColumnRole::Volume};
    roles.resize(std::max(columns, roles.size()), ColumnRole::Ignored);
    return roles;
}

[[nodiscard]] CandleFormat formatOfHeader(std::string_view header, std::string_view row)
{
    const std::string names = lowered(header);
    if (names.find("<date>") != std::string::npos) {
        return CandleFormat::MetaTrader5;
    }
    if (names.starts_with("open_time") || names.starts_with("opentime")) {
        return CandleFormat::Binance;
    }
    const std::size_t digits = leadingDigits(row);
    const bool ours = names == "time,open,high,low,close,volume";
    const bool seconds = digits > 0 && digits < 12 && digits < row.size() && row[digits] == ',';
    return ours && !seconds && !isIsoDate(row) ? CandleFormat::Wick : CandleFormat::TradingView;
}

[[nodiscard]] std::optional<CandleFormat> formatOfRow(std::string_view row)
{
    const std::size_t digits = leadingDigits(row);
    if (digits == 8 && row.size() > 15 && row[8] == ' ' && row[15] == ';') {
        return CandleFormat::HistData;
    }
    const auto commas = std::count(row.begin(), row.end(), ',');
    const bool epoch = digits >= 12 && digits < row.size() && row[digits] == ',';
    if (epoch && commas == 5) {
        return CandleFormat::Wick;
    }
    return epoch && commas > 5 ? std::optional{CandleFormat::Binance} : std::nullopt;
}

[[nodiscard]] TimeForm timeFormOf(CandleFormat format, std::string_view time)
{
    switch (format) {
    case CandleFormat::Auto:
    case CandleFormat::Wick:
        return TimeForm::EpochMs;
    case CandleFormat::Binance:
        return TimeForm::EpochMsOrUs;
    case CandleFormat::TradingView:
        return isIsoDate(time) ? TimeForm::Iso : TimeForm::EpochSOrMs;
    case CandleFormat::MetaTrader5:
        return TimeForm::DottedDate;
    case CandleFormat::HistData:
        return TimeForm::CompactDate;
    }
    core::unreachable();
}

[[nodiscard]] std::optional<std::string> missingColumn(const CandleLayout& layout)
{
    static constexpr std::array<std::pair<ColumnRole, std::string_view>, 5> kNeeded{{
        {ColumnRole::Time, "time"},
        {ColumnRole::Open, "open"},
        {ColumnRole::High, "high"},
        {ColumnRole::Low, "low"},
        {ColumnRole::Close, "close"},
    }};
    for (const auto& [role, name] : kNeeded) {
        if (std::find(layout.roles.begin(), layout.roles.end(), role) == layout.roles.end()) {
            return std::string{name};
        }
    }
    return std::nullopt;
}

/// Local times need an offset, times that say where they are must not get one.
[[nodiscard]] std::optional<LayoutFault>
setOffset(CandleLayout& layout, std::string_view time, std::optional<core::Duration> given)
{
    const bool local = layout.timeForm == TimeForm::DottedDate
                       || (layout.timeForm == TimeForm::Iso && !hasZone(time));
    if (local && !given) {
        return LayoutFault::NeedsUtcOffset;
    }
    if (!local && given) {
        return LayoutFault::UtcOffsetNotWanted;
    }
    if (layout.timeForm == TimeForm::CompactDate) {
        given = kHistDataOffset;
    }
    if (given) {
        layout.offsetMs = core::toMilliseconds(*given);
    }
    return std::nullopt;
}

[[nodiscard]] bool startsPlainly(const CandleLayout& layout)
{
    const auto plain = plainRoles(0);
    const bool epoch = layout.timeForm == TimeForm::EpochMs
                       || layout.timeForm == TimeForm::EpochMsOrUs
                       || layout.timeForm == TimeForm::EpochSOrMs;
    return epoch && layout.roles.size() >= plain.size()
           && std::equal(plain.begin(), plain.end(), layout.roles.begin());
}

} // namespace

std::string_view nameOf(CandleFormat format) noexcept
{
    return kFormatNames[static_cast<std::size_t>(format)].second;
}

std::optional<CandleFormat> candleFormatNamed(std::string_view name) noexcept
{
    const auto found = std::find_if(kFormatNames.begin(), kFormatNames.end(),
                                    [name](const auto& entry) { return entry.second == name; });
    return found == kFormatNames.end() ? std::nullopt : std::optional{found->first};
}

std::vector<std::string_view> candleFormatNames()
{
    std::vector<std::string_view> names;
    names.reserve(kFormatNames.size());
    for (const auto& entry : kFormatNames) {
        names.push_back(entry.second);
    }
    return names;
}

std::string_view nameOf(CandleField field) noexcept
{
    switch (field) {
    case CandleField::Row:
        return "row";
    case CandleField::Time:
        return "time";
    case CandleField::Open:
        return "open";
    case CandleField::High:
        return "high";
    case CandleField::Low:
        return "low";
    case CandleField::Close:
        return "close";
    case CandleField::Volume:
        return "volume";
    }
    core::unreachable();
}

std::string_view describe(RowFault fault) noexcept
{
    switch (fault) {
    case RowFault::None:
        return "is fine";
    case RowFault::Missing:
        return "is missing";
    case RowFault::FieldCount:
        return "has another number of fields than the first line";
    case RowFault::NotANumber:
        return "is not a number";
    case RowFault::NotATime:
        return "is not a time of this format";
    case RowFault::NoZone:
        return "has no time zone (give the offset from UTC)";
    case RowFault::Negative:
        return "is negative";
    case RowFault::Zero:
        return "is zero";
    case RowFault::TooLarge:
        return "is too large";
    case RowFault::TooPrecise:
        return "has too many decimals";
    case RowFault::TimeRange:
        return "is not between 1973 and 2099 (wrong unit of time?)";
    case RowFault::NotWholeMs:
        return "is finer than a millisecond";
    case RowFault::HighBelowLow:
        return "is below the low";
    case RowFault::OutsideRange:
        return "is outside the range from low to high";
    case RowFault::OutOfOrder:
        return "is out of order";
    case RowFault::Conflict:
        return "is already there with other values";
    case RowFault::OffGrid:
        return "does not lie on the interval of the other rows";
    }
    core::unreachable();
}

std::string describe(const RefusedRow& row)
{
    std::string text = "line " + std::to_string(row.line) + ": ";
    text += nameOf(row.field);
    text += ' ';
    text += describe(row.fault);
    return text;
}

bool isHeader(std::string_view line) noexcept
{
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return false;
    }
    const char c = line[first];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '<' || c == '"';
}

Result<CandleLayout, LayoutError> findLayout(std::optional<std::string_view> header,
                                             std::string_view row,
                                             CandleFormat wanted,
                                             std::optional<core::Duration> utcOffset)
{
    const auto format = wanted != CandleFormat::Auto ? std::optional{wanted}
                        : header                     ? formatOfHeader(*header, row)
                                                     : formatOfRow(row);
    if (!format) {
        return Failure{
            LayoutError{LayoutFault::UnknownFormat, std::string{row.substr(0, kShownCharacters)}}};
    }
    CandleLayout layout;
    layout.format = *format;
    layout.delimiter = delimiterOf(header.value_or(row));
    layout.roles = header ? rolesOf(*header, layout.delimiter)
                          : plainRoles(split(row, layout.delimiter).size());
    const std::string_view time = row.substr(0, row.find(layout.delimiter));
    layout.timeForm = timeFormOf(*format, time);
    if (const auto missing = missingColumn(layout)) {
        return Failure{LayoutError{LayoutFault::MissingColumn, *missing}};
    }
    if (const auto fault = setOffset(layout, time, utcOffset)) {
        return Failure{LayoutError{*fault, std::string{nameOf(*format)}}};
    }
    layout.plainOrder = startsPlainly(layout);
    return layout;
}

} // namespace wick::io
