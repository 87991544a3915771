#include "core/journal/codec.h"

#include "core/base/unreachable.h"

#include <string>

namespace wick::core {

namespace {

constexpr std::uint64_t kMostItems = 4'000'000; ///< of one list: no input of ours comes near

class Writer
{
public:
    void number(std::uint64_t value)
    {
        while (value >= 0x80U) {
            m_bytes.push_back(static_cast<std::uint8_t>(value | 0x80U));
            value >>= 7U;
        }
        m_bytes.push_back(static_cast<std::uint8_t>(value));
    }
    /// Small magnitudes of either sign take few bytes.
    void integer(std::int64_t value)
    {
        const auto bits = static_cast<std::uint64_t>(value);
        number((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0));
    }
    void text(std::string_view value)
    {
        number(value.size());
        m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    }
    [[nodiscard]] Payload take() { return std::move(m_bytes); }

private:
    Payload m_bytes;
};

/// Reads what Writer wrote. After the first failure everything reads as zero and error() says why.
class Reader
{
public:
    explicit Reader(std::span<const std::uint8_t> bytes) noexcept
        : m_bytes(bytes)
    {}

    std::uint64_t number() noexcept
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_at >= m_bytes.size()) {
                fail(CodecError::Truncated);
                return 0;
            }
            const std::uint8_t byte = m_bytes[m_at++];
            if (shift == 63 && byte > 1) {
                break;
            }
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) {
                return value;
            }
        }
        fail(CodecError::Invalid);
        return 0;
    }
    std::int64_t integer() noexcept
    {
        const std::uint64_t bits = number();
        return static_cast<std::int64_t>((bits >> 1U) ^ (~(bits & 1U) + 1U));
    }
    std::size_t count() noexcept
    {
        const std::uint64_t items = number();
        if (items > kMostItems) {
            fail(CodecError::TooLong);
            return 0;
        }
        return static_cast<std::size_t>(items);
    }
    /// A number that must be between the two.
    std::uint64_t within(std::uint64_t low, std::uint64_t high) noexcept
    {
        const std::uint64_t value = number();
        if (value < low || value > high) {
            fail(CodecError::Invalid);
            return low;
        }
        return value;
    }
    std::string text()
    {
        const std::size_t size = count();
        if (size > m_bytes.size() - m_at) {
            fail(CodecError::Truncated);
            return {};
        }
        const auto* from = m_bytes.data() + m_at;
        m_at += size;
        return {from, from + size};
    }
    [[nodiscard]] bool failed() const noexcept { return m_failed; }
    [[nodiscard]] bool atEnd() const noexcept { return m_at == m_bytes.size(); }
    [[nodiscard]] std::optional<CodecError> end() noexcept
    {
        if (!m_failed && m_at != m_bytes.size()) {
            fail(CodecError::Invalid);
        }
        return m_failed ? std::optional{m_error} : std::nullopt;
    }

private:
    void fail(CodecError error) noexcept
    {
        if (!m_failed) {
            m_failed = true;
            m_error = error;
        }
    }

    std::span<const std::uint8_t> m_bytes;
    std::size_t m_at = 0;
    bool m_failed = false;
    CodecError m_error = CodecError::Invalid;
};

void writeBar(Writer& out, const ClosedBar& bar, const ClosedBar& before)
{
    out.integer(bar.start.count() - before.start.count());
    out.integer(bar.open.count() - before.close.count());
    out.integer(bar.high.count() - bar.open.count());
    out.integer(bar.low.count() - bar.open.count());
    out.integer(bar.close.count() - bar.open.count());
    out.integer(bar.volume.count());
    out.number(static_cast<std::uint64_t>(bar.origin));
}

ClosedBar readBar(Reader& in, const ClosedBar& before)
{
    // Differences of hostile bytes may wrap; unsigned sums make that defined, and the values are
    // only data.
    const auto sum = [](std::int64_t a, std::int64_t b) {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(a)
                                         + static_cast<std::uint64_t>(b));
    };
    ClosedBar bar;
    bar.start = Timestamp{sum(before.start.count(), in.integer())};
    bar.open = Price{sum(before.close.count(), in.integer())};
    bar.high = Price{sum(bar.open.count(), in.integer())};
    bar.low = Price{sum(bar.open.count(), in.integer())};
    bar.close = Price{sum(bar.open.count(), in.integer())};
    bar.volume = Volume{in.integer()};
    bar.origin = static_cast<BarOrigin>(in.within(0, 1));
    return bar;
}

void writeLevels(Writer& out, std::span<const BookLevel> levels)
{
    out.number(levels.size());
    std::int64_t last = 0;
    for (const auto& level : levels) {
        out.integer(level.price.count() - last);
        out.number(static_cast<std::uint64_t>(level.quantity.count()));
        last = level.price.count();
    }
}

std::uint8_t readLevels(Reader& in, std::array<BookLevel, Book::kDepth>& levels)
{
    const auto size = static_cast<std::uint8_t>(in.within(0, Book::kDepth));
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < size && !in.failed(); ++i) {
        last += static_cast<std::uint64_t>(in.integer());
        levels[i] = {Price{static_cast<std::int64_t>(last)},
                     Quantity{static_cast<std::int64_t>(in.number())}};
    }
    return size;
}

void writeSlice(Writer& out, const MarketSlice& slice, Timestamp time)
{
    const std::uint64_t parts = (slice.bar != nullptr ? 1U : 0U) | (slice.book != nullptr ? 2U : 0U)
                                | (slice.mark ? 4U : 0U) | (slice.funding ? 8U : 0U);
    out.number(slice.instrument.count());
    out.number(parts);
    out.number(static_cast<std::uint64_t>(slice.point));
    out.integer(slice.price.count());
    if (slice.bar != nullptr) {
        writeBar(out, *slice.bar, ClosedBar{});
    }
    out.number(slice.trades.size());
    std::int64_t last = 0;
    for (const auto& trade : slice.trades) {
        out.integer(time.count() - trade.time.count());
        out.integer(trade.price.count() - last);
        out.number(static_cast<std::uint64_t>(trade.quantity.count()));
        out.number(static_cast<std::uint64_t>(trade.aggressor));
        last = trade.price.count();
    }
    if (slice.book != nullptr) {
        out.integer(time.count() - slice.book->time.count());
        writeLevels(out, slice.book->bidLevels());
        writeLevels(out, slice.book->askLevels());
    }
    if (slice.mark) {
        out.integer(slice.mark->count());
    }
    if (slice.funding) {
        out.integer(slice.funding->time.count());
        out.integer(slice.funding->perBillion);
    }
}

Timestamp before(Timestamp time, std::int64_t by)
{
    return Timestamp{static_cast<std::int64_t>(static_cast<std::uint64_t>(time.count())
                                               - static_cast<std::uint64_t>(by))};
}

StoredStep::Slice readSlice(Reader& in, Timestamp time)
{
    StoredStep::Slice stored;
    MarketSlice& slice = stored.slice;
    slice.instrument = InstrumentId{static_cast<std::uint16_t>(in.within(0, 0xFFFF))};
    const std::uint64_t parts = in.within(0, 15);
    slice.point = static_cast<BarPoint>(in.within(0, static_cast<std::uint64_t>(BarPoint::Close)));
    slice.price = Price{in.integer()};
    if ((parts & 1U) != 0) {
        stored.bar = readBar(in, ClosedBar{});
    }
    const std::size_t trades = in.count();
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < trades && !in.failed(); ++i) {
        Trade trade;
        trade.time = before(time, in.integer());
        last += static_cast<std::uint64_t>(in.integer());
        trade.price = Price{static_cast<std::int64_t>(last)};
        trade.quantity = Quantity{static_cast<std::int64_t>(in.number())};
        trade.aggressor = static_cast<Side>(in.within(1, 2));
        stored.trades.push_back(trade);
    }
    if ((parts & 2U) != 0) {
        Book& book = stored.book.emplace();
        book.time = before(time, in.integer());
        book.bidCount = readLevels(in, book.bids);
        book.askCount = readLevels(in, book.asks);
    }
    if ((parts & 4U) != 0) {
        slice.mark = Price{in.integer()};
    }
    if ((parts & 8U) != 0) {
        const Timestamp at{in.integer()};
        slice.funding = FundingRate{at, in.integer()};
    }
    return stored;
}

/// Nothing when a key is no limit or a text is no value of it.
std::optional<RiskLimits> readLimits(Reader& in)
{
    RiskLimits limits;
    const std::size_t keys = in.count();
    for (std::size_t i = 0; i < keys && !in.failed(); ++i) {
        const std::string key = in.text();
        const std::string text = in.text();
        if (!in.failed() && !setLimit(limits, key, text)) {
            return std::nullopt;
        }
    }
    return limits;
}

std::optional<InstrumentId> readMarket(Reader& in)
{
    const std::uint64_t market = in.within(0, 0x10000);
    return market == 0 ? std::nullopt
                       : std::optional{InstrumentId{static_cast<std::uint16_t>(market - 1)}};
}

/// What the world outside says in a command.
void readConditions(Reader& in, Command& command)
{
    command.market = readMarket(in);
    command.event.market = readMarket(in);
    command.event.from = Timestamp{in.integer()};
    command.event.until = Timestamp{in.integer()};
    command.status =
        static_cast<MarketStatus>(in.within(0, static_cast<std::uint64_t>(MarketStatus::Inactive)));
    command.skew = Duration{in.integer()};
    command.stage = static_cast<Stage>(in.within(0, static_cast<std::uint64_t>(Stage::Full)));
    if (command.kind == CommandKind::MoveStop) {
        command.price = Price{in.integer()};
    }
}

} // namespace

std::string_view describe(CodecError error) noexcept
{
    switch (error) {
    case CodecError::Truncated:
        return "ends too early";
    case CodecError::Invalid:
        return "holds a value that no input can have";
    case CodecError::TooLong:
        return "claims more items than an input may hold";
    }
    unreachable();
}

MarketStep StoredStep::view()
{
    viewed.clear();
    viewed.reserve(slices.size());
    for (const auto& stored : slices) {
        MarketSlice slice = stored.slice;
        slice.bar = stored.bar ? &*stored.bar : nullptr;
        slice.trades = stored.trades;
        slice.book = stored.book ? &*stored.book : nullptr;
        viewed.push_back(slice);
    }
    return {time, viewed};
}

Payload encode(const MarketStep& step)
{
    Writer out;
    out.integer(step.time.count());
    out.number(step.slices.size());
    for (const auto& slice : step.slices) {
        writeSlice(out, slice, step.time);
    }
    return out.take();
}

Result<StoredStep, CodecError> decodeStep(std::span<const std::uint8_t> bytes)
{
    Reader in{bytes};
    StoredStep step;
    step.time = Timestamp{in.integer()};
    const std::size_t slices = in.count();
    for (std::size_t i = 0; i < slices && !in.failed(); ++i) {
        step.slices.push_back(readSlice(in, step.time));
    }
    if (const auto error = in.end()) {
        return Failure{*error};
    }
    return step;
}

Payload encode(std::span<const ClosedBar> bars)
{
    Writer out;
    out.number(bars.size());
    ClosedBar last;
    for (const auto& bar : bars) {
        writeBar(out, bar, last);
        last = bar;
    }
    return out.take();
}

Result<std::vector<ClosedBar>, CodecError> decodeBars(std::span<const std::uint8_t> bytes)
{
    Reader in{bytes};
    std::vector<ClosedBar> bars;
    const std::size_t size = in.count();
    ClosedBar last;
    for (std::size_t i = 0; i < size && !in.failed(); ++i) {
        last = readBar(in, last);
        bars.push_back(last);
    }
    if (const auto error = in.end()) {
        return Failure{*error};
    }
    return bars;
}

Payload encode(const Command& command)
{
    Writer out;
    out.number(static_cast<std::uint64_t>(command.kind));
    out.number(command.engine ? std::uint64_t{command.engine->count()} + 1 : 0);
    out.number(static_cast<std::uint64_t>(command.halt));
    out.text(command.note);
    out.integer(command.amount.count());
    if (command.kind == CommandKind::Tune) {
        out.text(command.parameters);
    }
    out.number(command.limits ? 1 : 0);
    if (command.limits) {
        const auto keys = storedKeys(*command.limits);
        out.number(keys.size());
        for (const auto& key : keys) {
            out.text(key);
            out.text(limitText(*command.limits, key));
        }
    }
    out.number(command.market ? std::uint64_t{command.market->count()} + 1 : 0);
    out.number(command.event.market ? std::uint64_t{command.event.market->count()} + 1 : 0);
    out.integer(command.event.from.count());
    out.integer(command.event.until.count());
    out.number(static_cast<std::uint64_t>(command.status));
    out.integer(command.skew.count());
    out.number(static_cast<std::uint64_t>(command.stage));
    if (command.kind == CommandKind::MoveStop) {
        out.integer(command.price.count());
    }
    return out.take();
}

Result<Command, CodecError> decodeCommand(std::span<const std::uint8_t> bytes)
{
    Reader in{bytes};
    Command command;
    command.kind =
        static_cast<CommandKind>(in.within(1, static_cast<std::uint64_t>(kLastCommandKind)));
    const std::uint64_t engine = in.within(0, 0x10000);
    if (engine > 0) {
        command.engine = EngineId{static_cast<std::uint16_t>(engine - 1)};
    }
    command.halt = static_cast<HaltKind>(in.within(1, static_cast<std::uint64_t>(kLastHaltKind)));
    command.note = in.text();
    command.amount = Money{in.integer()};
    if (command.kind == CommandKind::Tune) {
        command.parameters = in.text();
    }
    if (in.within(0, 1) == 1) {
        command.limits = readLimits(in);
        if (!command.limits) {
            return Failure{CodecError::Invalid};
        }
    }
    if (!in.atEnd()) { // journals of the first version end here
        readConditions(in, command);
    }
    if (const auto error = in.end()) {
        return Failure{*error};
    }
    return command;
}

} // namespace wick::core
