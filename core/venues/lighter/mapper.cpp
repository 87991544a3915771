#include "core/venues/lighter/mapper.h"

#include "core/base/checked.h"
#include "core/base/unreachable.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <limits>
#include <span>
#include <utility>

namespace wick::lighter {

namespace {

namespace json = simdjson::ondemand;
using core::DecimalError;
using core::Failure;
using Kind = ReadError::Kind;

template <typename T>
concept NamedEnum = std::is_enum_v<T> && requires(T value)
{
    namesOf(value);
};

bool isNumber(std::string_view key) noexcept
{
    return !key.empty()
           && std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
}

template <std::integral Number>
std::optional<Number> integerOf(std::string_view digits) noexcept
{
    Number value{};
    const auto end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc{} && at == end ? std::optional{value} : std::nullopt;
}

/// Whether rows that have a market are of the one with this number.
template <typename Row>
bool areOfMarket(std::span<const Row> rows, std::string_view number)
{
    if constexpr (requires(Row row) { row.market; }) {
        const auto market = integerOf<std::int16_t>(number);
        return std::all_of(rows.begin(), rows.end(),
                           [&](const Row& row) { return row.market == market; });
    }
    return true;
}

/// Reads values of a document, and remembers the first thing that is wrong and where.
class ValueReader
{
public:
    [[nodiscard]] ReadError takeError() { return std::move(m_error); }
    [[nodiscard]] const std::vector<ReadError>& leftOut() const noexcept { return m_leftOut; }

    /// Reads all fields of an object, in whatever order they are.
    template <typename T>
    bool readObject(json::object object, T& into);

    bool fail(Kind kind, std::string where = {})
    {
        m_error = ReadError{kind, std::move(where), {}};
        return false;
    }

private:
    template <typename T>
    class FieldVisitor;
    class MissingVisitor;
    /// Takes the next field of an object apart for `use(key, value)`.
    template <typename Item, typename Use>
    bool withField(Item&& item, Use use)
    {
        json::field field;
        std::string_view key;
        if (std::forward<Item>(item).get(field) != simdjson::SUCCESS
            || field.unescaped_key().get(key) != simdjson::SUCCESS)
        {
            return fail(Kind::NotJson);
        }
        return use(key, field.value());
    }
    bool typeOf(json::value value, json::json_type& into)
    {
        return value.type().get(into) == simdjson::SUCCESS || fail(Kind::NotJson);
    }

    /// A failure further in gets the name of what it is in.
    bool failIn(std::string_view name)
    {
        const bool joins = m_error.where.empty() || m_error.where.front() == '[';
        m_error.where.insert(0, joins ? std::string{name} : std::string{name} + '.');
        return false;
    }
    bool fail(DecimalError error)
    {
        return fail(error == DecimalError::OutOfRange ? Kind::OutOfRange : Kind::NotANumber);
    }

    static bool isEmptyText(json::value value)
    {
        json::json_type type{};
        std::string_view text;
        return value.type().get(type) == simdjson::SUCCESS && type == json::json_type::string
               && value.get_string().get(text) == simdjson::SUCCESS && text.empty();
    }
    /// The characters of a number, be it one or a text.
    bool digits(json::value value, std::string_view& into);

    bool read(json::value value, core::Decimal& into);
    bool readRounded(json::value value, core::Decimal& into);
    template <std::signed_integral Number>
    bool read(json::value value, Number& into);
    bool read(json::value value, core::Timestamp& into);
    bool read(json::value value, bool& into);
    bool read(json::value value, std::string& into);
    template <NamedEnum Enum>
    bool read(json::value value, Enum& into);
    template <typename T>
    requires std::is_class_v<T>
    bool read(json::value value, T& into);

    template <typename Row>
    bool readList(json::value value, std::vector<Row>& into);
    bool keyIsNumber(json::object& object, bool& into);
    template <typename Row>
    bool readArray(json::value value, std::vector<Row>& into);
    template <typename Row>
    bool readMap(json::object object, std::vector<Row>& into);
    template <typename Row>
    bool readMarket(std::string_view number, json::value value, std::vector<Row>& into);
    template <typename Row>
    bool readRow(json::value value, std::vector<Row>& into);
    template <typename Row>
    bool readGoodRows(json::value value, std::vector<Row>& into);
    template <typename Row>
    bool leaveOut(std::size_t index, std::vector<Row>& rows);

    ReadError m_error;
    std::vector<ReadError> m_leftOut;
};

/// Visits the fields of a message for one field of the text: reads it if the message has it.
template <typename T>
class ValueReader::FieldVisitor
{
public:
    FieldVisitor(ValueReader& reader, std::string_view key, json::value value, std::uint64_t& seen)
        : m_reader(reader)
        , m_key(key)
        , m_value(value)
        , m_seen(seen)
    {}

    template <typename Field>
    void required(std::string_view name, Field& field)
    {
        take(name, [&] { return m_reader.read(m_value, field); });
    }
    template <typename Field>
    void defaulted(std::string_view name, Field& field)
    {
        take(name, [&] { return m_reader.read(m_value, field); });
    }
    template <typename Field>
    void optional(std::string_view name, std::optional<Field>& field)
    {
        take(name, [&] {
            const bool text = std::same_as<Field, std::string>;
            return (!text && m_reader.isEmptyText(m_value))
                   || m_reader.read(m_value, field.emplace());
        });
    }
    void sum(std::string_view name, core::Decimal& field)
    {
        take(name, [&] { return m_reader.readRounded(m_value, field); });
    }
    void sum(std::string_view name, std::optional<core::Decimal>& field)
    {
        take(name, [&] { return m_reader.readRounded(m_value, field.emplace()); });
    }
    template <typename Row>
    void list(std::string_view name, std::vector<Row>& field)
    {
        take(
            name, [&] { return m_reader.readList(m_value, field); }, Null::IsEmpty);
    }
    template <typename Row>
    void openList(std::string_view name, std::vector<Row>& field)
    {
        list(name, field);
    }
    template <typename Row>
    void rows(std::string_view name, std::vector<Row>& field)
    {
        take(
            name, [&] { return m_reader.readGoodRows(m_value, field); }, Null::IsEmpty);
    }

    [[nodiscard]] bool good() const noexcept { return m_good; }

private:
    enum class Null : std::uint8_t
    {
        IsMissing,
        IsEmpty
    };

    template <typename Read>
    void take(std::string_view name, Read read, Null null = Null::IsMissing)
    {
        const std::uint64_t bit = std::uint64_t{1} << m_index++;
        if (m_taken || name != m_key) {
            return;
        }
        m_taken = true;
        if ((m_seen & bit) != 0) {
            m_good = m_reader.fail(Kind::Twice);
            return;
        }
        bool isNull = false;
        if (m_value.is_null().get(isNull) != simdjson::SUCCESS) {
            m_good = m_reader.fail(Kind::NotJson);
            return;
        }
        if (!isNull) {
            m_good = read();
        }
        if (!isNull || null == Null::IsEmpty) {
            m_seen |= bit;
        }
    }

    ValueReader& m_reader;
    std::string_view m_key;
    json::value m_value;
    std::uint64_t& m_seen;
    int m_index = 0;
    bool m_taken = false;
    bool m_good = true;
};

/// Visits the fields of a message for the first one that should have been there.
class ValueReader::MissingVisitor
{
public:
    explicit MissingVisitor(std::uint64_t seen) noexcept
        : m_seen(seen)
    {}

    template <typename Field>
    void required(std::string_view name, Field& /*field*/)
    {
        mustBeThere(name);
    }
    template <typename Field>
    void list(std::string_view name, Field& /*field*/)
    {
        mustBeThere(name);
    }
    template <typename Field>
    void rows(std::string_view name, Field& /*field*/)
    {
        mustBeThere(name);
    }
    template <typename Field>
    void defaulted(std::string_view /*name*/, Field& /*field*/)
    {
        ++m_index;
    }
    template <typename Field>
    void optional(std::string_view /*name*/, Field& /*field*/)
    {
        ++m_index;
    }
    template <typename Field>
    void sum(std::string_view /*name*/, Field& /*field*/)
    {
        ++m_index;
    }
    template <typename Field>
    void openList(std::string_view /*name*/, Field& /*field*/)
    {
        ++m_index;
    }

    [[nodiscard]] std::string_view missing() const noexcept { return m_missing; }

private:
    void mustBeThere(std::string_view name) noexcept
    {
        if ((m_seen & std::uint64_t{1} << m_index++) == 0 && m_missing.empty()) {
            m_missing = name;
        }
    }

    std::uint64_t m_seen;
    int m_index = 0;
    std::string_view m_missing;
};

template <typename T>
bool ValueReader::readObject(json::object object, T& into)
{
    std::uint64_t seen = 0; // one bit a field, in the order of the message's list
    for (auto item : object) {
        const bool read = withField(std::move(item), [&](std::string_view key, json::value value) {
            FieldVisitor<T> visitor{*this, key, value, seen};
            T::visit(into, visitor);
            return visitor.good() || failIn(key);
        });
        if (!read) {
            return false;
        }
    }
    MissingVisitor visitor{seen};
    T::visit(into, visitor);
    if (!visitor.missing().empty()) {
        return fail(Kind::Missing, std::string{visitor.missing()});
    }
    if constexpr (requires { into.consistent(); }) {
        if (!into.consistent()) {
            return fail(Kind::Contradiction);
        }
    }
    return true;
}

bool ValueReader::digits(json::value value, std::string_view& into)
{
    json::json_type type{};
    if (!typeOf(value, type)) {
        return false;
    }
    if (type == json::json_type::string) {
        return value.get_string().get(into) == simdjson::SUCCESS || fail(Kind::NotJson);
    }
    if (type != json::json_type::number) {
        return fail(Kind::WrongType);
    }
    into = value.raw_json_token();
    into = into.substr(0, into.find_last_not_of(" \t\r\n") + 1);
    return true;
}

bool ValueReader::read(json::value value, core::Decimal& into)
{
    std::string_view text;
    if (!digits(value, text)) {
        return false;
    }
    const auto number = readNumber(text);
    if (!number) {
        return fail(number.error());
    }
    into = *number;
    return true;
}

bool ValueReader::readRounded(json::value value, core::Decimal& into)
{
    std::string_view text;
    if (!digits(value, text)) {
        return false;
    }
    const auto number = readRoundedNumber(text);
    if (!number) {
        return fail(number.error());
    }
    into = *number;
    return true;
}

template <std::signed_integral Number>
bool ValueReader::read(json::value value, Number& into)
{
    core::Decimal number;
    if (!read(value, number)) {
        return false;
    }
    if (number.decimals != 0) {
        return fail(Kind::NotANumber);
    }
    if (number.mantissa < std::numeric_limits<Number>::min()
        || number.mantissa > std::numeric_limits<Number>::max())
    {
        return fail(Kind::OutOfRange);
    }
    into = static_cast<Number>(number.mantissa);
    return true;
}

bool ValueReader::read(json::value value, core::Timestamp& into)
{
    std::int64_t count = 0;
    if (!read(value, count)) {
        return false;
    }
    const auto time = readTime(count);
    if (!time) {
        return fail(time.error());
    }
    into = *time;
    return true;
}

bool ValueReader::read(json::value value, bool& into)
{
    return value.get_bool().get(into) == simdjson::SUCCESS || fail(Kind::WrongType);
}

bool ValueReader::read(json::value value, std::string& into)
{
    json::json_type type{};
    std::string_view text;
    if (!typeOf(value, type)) {
        return false;
    }
    if (type != json::json_type::string) {
        return fail(Kind::WrongType);
    }
    if (value.get_string().get(text) != simdjson::SUCCESS) {
        return fail(Kind::NotJson);
    }
    into.assign(text);
    return true;
}

template <NamedEnum Enum>
bool ValueReader::read(json::value value, Enum& into)
{
    std::string name;
    if (!read(value, name)) {
        return false;
    }
    into = Enum::Other;
    for (const auto& [known, kind] : namesOf(Enum{})) {
        if (known == name) {
            into = kind;
        }
    }
    return true;
}

template <typename T>
requires std::is_class_v<T>
bool ValueReader::read(json::value value, T& into)
{
    json::object object;
    const auto error = value.get_object().get(object);
    if (error != simdjson::SUCCESS) {
        return fail(error == simdjson::INCORRECT_TYPE ? Kind::WrongType : Kind::NotJson);
    }
    return readObject(object, into);
}

template <typename Row>
bool ValueReader::readRow(json::value value, std::vector<Row>& into)
{
    return read(value, into.emplace_back());
}

template <typename Row>
bool ValueReader::readArray(json::value value, std::vector<Row>& into)
{
    json::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) {
        return fail(Kind::NotJson);
    }
    std::size_t index = 0;
    for (auto item : array) {
        json::value row;
        if (std::move(item).get(row) != simdjson::SUCCESS) {
            return fail(Kind::NotJson);
        }
        if (!readRow(row, into)) {
            return failIn('[' + std::to_string(index) + ']');
        }
        ++index;
    }
    return true;
}

/// From the number of a market to its row or rows.
template <typename Row>
bool ValueReader::readMap(json::object object, std::vector<Row>& into)
{
    for (auto item : object) {
        const bool read = withField(std::move(item), [&](std::string_view key, json::value value) {
            return readMarket(key, value, into) || failIn(key);
        });
        if (!read) {
            return false;
        }
    }
    return true;
}

template <typename Row>
bool ValueReader::readMarket(std::string_view number, json::value value, std::vector<Row>& into)
{
    const std::size_t before = into.size();
    json::json_type type{};
    if (!typeOf(value, type)) {
        return false;
    }
    if (type == json::json_type::array ? !readArray(value, into) : !readRow(value, into)) {
        return false;
    }
    return areOfMarket(std::span<const Row>{into}.subspan(before), number)
           || fail(Kind::Contradiction);
}

template <typename Row>
bool ValueReader::readList(json::value value, std::vector<Row>& into)
{
    json::json_type type{};
    if (!typeOf(value, type)) {
        return false;
    }
    if (type == json::json_type::array) {
        return readArray(value, into);
    }
    if constexpr (std::same_as<Row, std::string>) {
        return readRow(value, into); // a single one
    } else {
        json::object object;
        if (type != json::json_type::object || value.get_object().get(object) != simdjson::SUCCESS)
        {
            return fail(Kind::WrongType);
        }
        bool isMap = true;
        if (!keyIsNumber(object, isMap)) {
            return false;
        }
        return isMap ? readMap(object, into) : readObject(object, into.emplace_back());
    }
}

/// Whether the first key of an object is a number; of an empty one it is. Goes back to its start.
bool ValueReader::keyIsNumber(json::object& object, bool& into)
{
    into = true;
    for (auto item : object) {
        const bool read = withField(std::move(item), [&](std::string_view key, json::value) {
            into = isNumber(key);
            return true;
        });
        if (!read) {
            return false;
        }
        break;
    }
    bool hasFields = false;
    return object.reset().get(hasFields) == simdjson::SUCCESS || fail(Kind::NotJson);
}

template <typename Row>
bool ValueReader::readGoodRows(json::value value, std::vector<Row>& into)
{
    json::array array;
    const auto error = value.get_array().get(array);
    if (error != simdjson::SUCCESS) {
        return fail(error == simdjson::INCORRECT_TYPE ? Kind::WrongType : Kind::NotJson);
    }
    std::size_t index = 0;
    for (auto item : array) {
        json::value row;
        if (std::move(item).get(row) != simdjson::SUCCESS) {
            return fail(Kind::NotJson);
        }
        if (!readRow(row, into) && !leaveOut(index, into)) {
            return false;
        }
        ++index;
    }
    return true;
}

/// The row could not be read: note it and go on, unless the text itself is broken.
template <typename Row>
bool ValueReader::leaveOut(std::size_t index, std::vector<Row>& rows)
{
    failIn('[' + std::to_string(index) + ']');
    if (m_error.kind == Kind::NotJson) {
        return false;
    }
    m_leftOut.push_back(takeError());
    rows.pop_back();
    return true;
}

/// What tells one frame from another.
struct Head
{
    std::optional<std::string> type;
    std::optional<std::string> channel;
    std::optional<std::string> id;
    std::optional<wire::Refusal> error;
    std::optional<std::int64_t> closesInMs;
    std::optional<core::Timestamp> time;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.optional("type", self.type);
        visitor.optional("channel", self.channel);
        visitor.optional("id", self.id);
        visitor.optional("error", self.error);
        visitor.optional("close_in_ms", self.closesInMs);
        visitor.optional("timestamp", self.time);
    }
};

/// What every answer has around it.
struct Envelope
{
    std::optional<std::int32_t> code;
    std::optional<std::string> message;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.optional("code", self.code);
        visitor.optional("message", self.message);
    }
};

/// Why a transaction failed, inside the text of its event.
struct EventInfo
{
    std::optional<std::string> failure;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.optional("ae", self.failure);
    }
};

constexpr std::string_view kSubscribed = "subscribed/";
constexpr std::string_view kUpdate = "update/";

} // namespace

struct Mapper::Reader
{
    /// Makes a document of the text and reads its fields as a T.
    template <typename T>
    bool start(std::string_view text, T& into)
    {
        m_values = {};
        m_buffer.resize(text.size() + simdjson::SIMDJSON_PADDING);
        std::copy(text.begin(), text.end(), m_buffer.begin());
        const simdjson::padded_string_view padded{m_buffer.data(), text.size(), m_buffer.size()};
        if (m_parser.iterate(padded).get(m_document) != simdjson::SUCCESS) {
            return m_values.fail(Kind::NotJson);
        }
        return readRoot(into);
    }
    /// Reads the fields of the same document once more, as another T.
    template <typename T>
    bool again(T& into)
    {
        m_document.rewind();
        return readRoot(into);
    }
    [[nodiscard]] Failure<ReadError> failure() { return {m_values.takeError()}; }

    Mapper::Outcome<wire::Frame> frame(std::string_view text);
    template <typename Answer>
    Mapper::Outcome<Answer> answer(std::string_view body);
    [[nodiscard]] const std::vector<ReadError>& leftOut() const noexcept
    {
        return m_values.leftOut();
    }

private:
    template <typename T>
    bool readRoot(T& into)
    {
        json::object root;
        if (m_document.get_object().get(root) != simdjson::SUCCESS) {
            return m_values.fail(Kind::NotJson);
        }
        if (!m_values.readObject(root, into)) {
            return false;
        }
        // There is a place after the end only if something stands there.
        return m_document.current_location().error() != simdjson::SUCCESS
               || m_values.fail(Kind::NotJson);
    }

    template <typename T>
    Mapper::Outcome<wire::Frame> read(T message = {})
    {
        if (!again(message)) {
            return failure();
        }
        return wire::Frame{std::move(message)};
    }
    Mapper::Outcome<wire::Frame> refusalOf(Head& head);
    Mapper::Outcome<wire::Frame> frameOfChannel(std::string_view type, const Head& head);
    Mapper::Outcome<wire::Frame> channelFrame(std::string_view family, wire::ChannelFrame common);
    template <typename Known>
    Mapper::Outcome<wire::Frame> readChannel(wire::ChannelFrame common);
    bool readFailures(std::vector<wire::Transaction>& transactions);

    ValueReader m_values;
    json::parser m_parser;
    json::document m_document;
    std::string m_buffer;
};

Mapper::Outcome<wire::Frame> Mapper::Reader::frame(std::string_view text)
{
    Head head;
    if (!start(text, head)) {
        return failure();
    }
    const std::string_view type = head.type ? std::string_view{*head.type} : std::string_view{};
    if (type == "connected") {
        return read<wire::Connected>();
    }
    if (type == "ping") {
        return wire::Frame{wire::Ping{}};
    }
    if (type == "pong") {
        return wire::Frame{wire::Pong{}};
    }
    if (type == "jsonapi/sendtx" || type == "jsonapi/sendtxbatch") {
        return read<wire::SendAnswer>();
    }
    if (type == "error" || head.error) {
        return refusalOf(head);
    }
    return head.channel ? frameOfChannel(type, head)
                        : wire::Frame{wire::OtherFrame{std::string{type}, head.closesInMs}};
}

Mapper::Outcome<wire::Frame> Mapper::Reader::frameOfChannel(std::string_view type, const Head& head)
{
    wire::Channel channel = wire::Channel::parse(*head.channel);
    if (type == "unsubscribed") {
        return wire::Frame{wire::Unsubscribed{std::move(channel)}};
    }
    const bool snapshot = type.starts_with(kSubscribed);
    if (!snapshot && !type.starts_with(kUpdate)) {
        return wire::Frame{wire::OtherFrame{std::string{type}, head.closesInMs}};
    }
    return channelFrame(
        type.substr((snapshot ? kSubscribed : kUpdate).size()),
        {snapshot ? wire::Extent::Snapshot : wire::Extent::Update, std::move(channel), head.time});
}

Mapper::Outcome<wire::Frame> Mapper::Reader::refusalOf(Head& head)
{
    wire::ErrorFrame error{head.error.value_or(wire::Refusal{}), std::move(head.id)};
    if (!head.error && !again(error.refusal)) {
        return failure();
    }
    return wire::Frame{std::move(error)};
}

template <typename Known>
Mapper::Outcome<wire::Frame> Mapper::Reader::readChannel(wire::ChannelFrame common)
{
    Known message;
    static_cast<wire::ChannelFrame&>(message) = std::move(common);
    const auto& parts = message.channel.parts;
    const auto misnamed = [] {
        return Failure{ReadError{Kind::Contradiction, "channel", {}}};
    };
    if (message.channel.family != Known::kFamily) {
        return misnamed();
    }
    const std::string_view first = parts.empty() ? std::string_view{} : std::string_view{parts[0]};
    if constexpr (requires { message.market; }) {
        const auto market = integerOf<std::int16_t>(first);
        if (!market) {
            return misnamed();
        }
        message.market = *market;
    }
    if constexpr (requires { message.account; }) {
        const auto account = integerOf<std::int64_t>(first);
        if (!account) {
            return misnamed();
        }
        message.account = *account;
    }
    if constexpr (requires { message.resolution; }) {
        if (parts.size() < 2) {
            return misnamed();
        }
        message.resolution = parts[1];
    }
    if (!again(message)) {
        return failure();
    }
    if constexpr (requires { message.transactions; }) {
        if (!readFailures(message.transactions)) {
            return failure();
        }
    }
    return wire::Frame{std::move(message)};
}

Mapper::Outcome<wire::Frame> Mapper::Reader::channelFrame(std::string_view family,
                                                          wire::ChannelFrame common)
{
    using Read = Mapper::Outcome<wire::Frame> (Reader::*)(wire::ChannelFrame);
    static constexpr std::array<std::pair<std::string_view, Read>, 12> kFamilies{{
        {wire::OrderBookFrame::kFamily, &Reader::readChannel<wire::OrderBookFrame>},
        {wire::TickerFrame::kFamily, &Reader::readChannel<wire::TickerFrame>},
        {wire::TradeFrame::kFamily, &Reader::readChannel<wire::TradeFrame>},
        {wire::MarketStatsFrame::kFamily, &Reader::readChannel<wire::MarketStatsFrame>},
        {wire::CandleFrame::kFamily, &Reader::readChannel<wire::CandleFrame>},
        {wire::AccountOrdersFrame::kFamily, &Reader::readChannel<wire::AccountOrdersFrame>},
        {wire::AccountTradesFrame::kFamily, &Reader::readChannel<wire::AccountTradesFrame>},
        {wire::AccountPositionsFrame::kFamily, &Reader::readChannel<wire::AccountPositionsFrame>},
        {wire::AccountAssetsFrame::kFamily, &Reader::readChannel<wire::AccountAssetsFrame>},
        {wire::UserStatsFrame::kFamily, &Reader::readChannel<wire::UserStatsFrame>},
        {wire::AccountTransactionsFrame::kFamily,
         &Reader::readChannel<wire::AccountTransactionsFrame>},
        {wire::NotificationFrame::kFamily, &Reader::readChannel<wire::NotificationFrame>},
    }};
    for (const auto& [name, read] : kFamilies) {
        if (name == family) {
            return (this->*read)(std::move(common));
        }
    }
    return wire::Frame{wire::OtherFrame{std::string{family}, {}}};
}

/// The event of a transaction is JSON in a text; one that cannot be read has no reason to give.
bool Mapper::Reader::readFailures(std::vector<wire::Transaction>& transactions)
{
    std::size_t index = 0;
    for (wire::Transaction& transaction : transactions) {
        EventInfo event;
        if (!transaction.eventInfo.empty() && !start(transaction.eventInfo, event)) {
            return m_values.fail(Kind::NotJson, "txs[" + std::to_string(index) + "].event_info");
        }
        transaction.failure = event.failure.value_or("");
        ++index;
    }
    return true;
}

template <typename Answer>
Mapper::Outcome<Answer> Mapper::Reader::answer(std::string_view body)
{
    Envelope envelope;
    if (!start(body, envelope)) {
        return failure();
    }
    constexpr std::int32_t kGood = 200;
    if (envelope.code.value_or(kGood) != kGood) {
        return Failure{ReadError{Kind::Refused, {}, {*envelope.code, std::move(envelope.message)}}};
    }
    Answer answer;
    if (!again(answer)) {
        return failure();
    }
    if constexpr (requires { answer.transactions; }) {
        if (!readFailures(answer.transactions)) {
            return failure();
        }
    }
    return answer;
}

Mapper::Mapper()
    : m_reader(std::make_unique<Reader>())
{}
Mapper::Mapper(Mapper&&) noexcept = default;
Mapper& Mapper::operator=(Mapper&&) noexcept = default;
Mapper::~Mapper() = default;

Mapper::Outcome<wire::Frame> Mapper::frame(std::string_view text)
{
    return m_reader->frame(text);
}

template <typename Answer>
Mapper::Outcome<Answer> Mapper::answer(std::string_view body)
{
    return m_reader->answer<Answer>(body);
}

template Mapper::Outcome<wire::Accounts> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::AccountLimits> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::ApiKeys> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::BookOrders> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::Candles> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::FundingPayments> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::FundingRates> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::Fundings> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::Markets> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::NextNonce> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::Orders> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::SendAnswer> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::ServerStatus> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::SubAccounts> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::Trades> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::Transaction> Mapper::answer(std::string_view);
template Mapper::Outcome<wire::Transactions> Mapper::answer(std::string_view);

const std::vector<ReadError>& Mapper::leftOut() const noexcept
{
    return m_reader->leftOut();
}

std::string describe(const ReadError& error)
{
    const std::string what = error.where.empty() ? "the message" : error.where;
    switch (error.kind) {
    case Kind::NotJson:
        return what + " is not JSON";
    case Kind::Missing:
        return what + " is missing";
    case Kind::WrongType:
        return what + " has the wrong type";
    case Kind::NotANumber:
        return what + " is not a number that can be kept";
    case Kind::OutOfRange:
        return what + " is out of range";
    case Kind::Twice:
        return what + " is there twice";
    case Kind::Contradiction:
        return what + " contradicts itself";
    case Kind::Refused:
        return "refused by the venue: " + std::to_string(error.refusal.code) + ' '
               + error.refusal.message.value_or("");
    }
    core::unreachable();
}

wire::Channel wire::Channel::parse(std::string_view text)
{
    Channel channel;
    std::string* part = &channel.family;
    for (const char c : text) {
        if (c == ':' || c == '/') {
            part = &channel.parts.emplace_back();
        } else {
            part->push_back(c);
        }
    }
    return channel;
}

std::string wire::Channel::text() const
{
    std::string text = family;
    for (const std::string& part : parts) {
        text += '/' + part;
    }
    return text;
}

namespace request {

namespace {

/// Names of channels, tokens and ids of ours hold no character that JSON would escape.
std::string member(std::string_view name, std::string_view value)
{
    std::string text{'"'};
    text.append(name).append("\":\"").append(value).append("\"");
    return text;
}

} // namespace

std::string ping()
{
    return '{' + member("type", "ping") + '}';
}

std::string pong()
{
    return '{' + member("type", "pong") + '}';
}

std::string subscribe(std::string_view channel, std::string_view token)
{
    std::string text = '{' + member("type", "subscribe") + ',' + member("channel", channel);
    if (!token.empty()) {
        text += ',' + member("auth", token);
    }
    return text + '}';
}

std::string unsubscribe(std::string_view channel)
{
    return '{' + member("type", "unsubscribe") + ',' + member("channel", channel) + '}';
}

std::string sendTransaction(std::string_view id, int type, std::string_view transaction)
{
    std::string text = '{' + member("type", "jsonapi/sendtx") + ",\"data\":{" + member("id", id);
    text.append(",\"tx_type\":").append(std::to_string(type)).append(",\"tx_info\":");
    return text.append(transaction).append("}}");
}

} // namespace request

} // namespace wick::lighter
