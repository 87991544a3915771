#include "core/io/history/textlines.h"

#include <QIODevice>

#include <zlib.h>

#include <algorithm>

namespace wick::io {

namespace {

constexpr std::size_t kBlock = 65'536;
constexpr std::size_t kLongestLine = 1'048'576;
constexpr std::int64_t kMostText = 2'147'483'648;
constexpr std::int64_t kMostRatio = 200;
constexpr std::int64_t kRatioMatters = 1'048'576; // less text than this cannot hurt
constexpr int kGzipWindow = 15 + 16;              // largest window, gzip wrapper only
constexpr char kGzipMagic[] = {'\x1f', '\x8b'};

} // namespace

struct ByteSource::Inflater
{
    z_stream stream{};
    bool memberEnded = false;

    Inflater() { ready = inflateInit2(&stream, kGzipWindow) == Z_OK; }
    ~Inflater() { inflateEnd(&stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    bool ready = false;
};

ByteSource::ByteSource(QIODevice& device)
    : m_device(device)
{}

ByteSource::~ByteSource() = default;

void ByteSource::startWith()
{
    m_started = true;
    char magic[2]{};
    const bool packed = m_device.peek(magic, 2) == 2 && std::equal(magic, magic + 2, kGzipMagic);
    if (packed) {
        m_inflater = std::make_unique<Inflater>();
        m_packed.resize(kBlock);
    }
}

std::size_t ByteSource::read(std::span<char> into)
{
    if (!m_started) {
        startWith();
    }
    if (m_fault != TextFault::None) {
        return 0;
    }
    return counted(m_inflater ? readPacked(into) : readPlain(into));
}

std::size_t ByteSource::counted(std::size_t count)
{
    m_bytesOut += static_cast<std::int64_t>(count);
    if (m_bytesOut > kMostText) {
        m_fault = TextFault::TooLarge;
    } else if (m_inflater && m_bytesOut > kRatioMatters && m_bytesOut / kMostRatio > m_bytesIn) {
        m_fault = TextFault::SuspectRatio;
    }
    return m_fault == TextFault::None ? count : 0;
}

std::size_t ByteSource::readPlain(std::span<char> into)
{
    const qint64 count = m_device.read(into.data(), static_cast<qint64>(into.size()));
    if (count < 0) {
        m_fault = TextFault::Unreadable;
        return 0;
    }
    m_bytesIn += count;
    return static_cast<std::size_t>(count);
}

bool ByteSource::fetchPacked()
{
    const qint64 count = m_device.read(m_packed.data(), static_cast<qint64>(m_packed.size()));
    if (count < 0) {
        m_fault = TextFault::Unreadable;
        return false;
    }
    m_bytesIn += count;
    m_inflater->stream.next_in = reinterpret_cast<Bytef*>(m_packed.data());
    m_inflater->stream.avail_in = static_cast<uInt>(count);
    return count > 0;
}

// After a member: another one, padding of zeros, or the end. Anything else is damage.
bool ByteSource::beginNextMember()
{
    z_stream& stream = m_inflater->stream;
    while (true) {
        if (stream.avail_in == 0 && !fetchPacked()) {
            return false;
        }
        if (*stream.next_in != 0) {
            break;
        }
        ++stream.next_in;
        --stream.avail_in;
    }
    if (*stream.next_in != static_cast<Bytef>(kGzipMagic[0]) || inflateReset(&stream) != Z_OK) {
        m_fault = TextFault::DamagedGzip;
        return false;
    }
    m_inflater->memberEnded = false;
    return true;
}

std::size_t ByteSource::readPacked(std::span<char> into)
{
    if (!m_inflater->ready) {
        m_fault = TextFault::Unreadable;
        return 0;
    }
    z_stream& stream = m_inflater->stream;
    stream.next_out = reinterpret_cast<Bytef*>(into.data());
    stream.avail_out = static_cast<uInt>(into.size());
    while (stream.avail_out == into.size()) {
        if (m_inflater->memberEnded && !beginNextMember()) {
            return 0;
        }
        if (stream.avail_in == 0 && !fetchPacked()) {
            m_fault = m_fault == TextFault::None ? TextFault::TruncatedGzip : m_fault;
            return 0;
        }
        const int outcome = inflate(&stream, Z_NO_FLUSH);
        if (outcome == Z_STREAM_END) {
            m_inflater->memberEnded = true;
        } else if (outcome != Z_OK) {
            m_fault = TextFault::DamagedGzip;
            return 0;
        }
    }
    return into.size() - stream.avail_out;
}

LineReader::LineReader(ByteSource& source, BlockCallback onBlock)
    : m_source(source)
    , m_onBlock(std::move(onBlock))
    , m_buffer(2 * kBlock)
{
    m_at = m_buffer.data();
    m_end = m_at;
    m_searched = m_at;
}

bool LineReader::findLineFeed()
{
    m_at = std::min(m_at, m_end);
    while (true) {
        const char* const from = std::max(m_at, m_searched);
        const auto length = static_cast<std::size_t>(m_end - from);
        if (const void* const found = length ? std::memchr(from, '\n', length) : nullptr) {
            m_lineFeed = static_cast<const char*>(found);
            return true;
        }
        m_searched = m_end;
        // A line that a lone CR ends needs no more text, unless that CR is the last one read:
        // its LF may be in the next block.
        const auto rest = static_cast<std::size_t>(m_end - m_at);
        if (const void* const found = rest > 1 ? std::memchr(m_at, '\r', rest - 1) : nullptr) {
            m_lineFeed = static_cast<const char*>(found);
            return true;
        }
        if (m_atEnd) {
            return endText();
        }
        if (!fill()) {
            return false;
        }
    }
}

// The character at m_end stands in for the line feed that the text did not have.
bool LineReader::endText()
{
    if (m_at >= m_end) {
        return false;
    }
    m_endedInsideLine = *(m_end - 1) != '\r';
    m_lineFeed = m_end;
    return true;
}

bool LineReader::fill()
{
    const auto rest = static_cast<std::size_t>(m_end - m_at);
    if (rest > kLongestLine) {
        m_fault = TextFault::LineTooLong;
        return false;
    }
    std::memmove(m_buffer.data(), m_at, rest);
    if (m_buffer.size() < rest + kBlock + 1) {
        m_buffer.resize(rest + 2 * kBlock);
    }
    const std::size_t count = m_source.read({m_buffer.data() + rest, kBlock});
    m_at = m_buffer.data();
    m_end = m_at + rest + count;
    m_searched = m_at + rest;
    m_lineFeed = nullptr;
    m_buffer[rest + count] = '\n';
    m_fault = m_source.fault();
    m_atEnd = count == 0;
    if (m_first && count > 0) {
        skipByteOrderMark();
    }
    if (m_fault == TextFault::None && m_onBlock && !m_onBlock(m_source.bytesRead())) {
        m_fault = TextFault::Cancelled;
    }
    return m_fault == TextFault::None;
}

void LineReader::skipByteOrderMark()
{
    m_first = false;
    const std::string_view text{m_at, static_cast<std::size_t>(m_end - m_at)};
    if (text.starts_with("\xEF\xBB\xBF")) {
        m_at += 3;
    }
    m_utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

} // namespace wick::io
