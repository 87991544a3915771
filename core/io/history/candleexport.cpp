#include "core/io/history/candleexport.h"

#include "core/base/decimal.h"

#include <QSaveFile>

#include <zlib.h>

#include <array>
#include <string>
#include <vector>

namespace wick::io {

namespace {

constexpr std::size_t kBlock = 65'536;
constexpr int kGzipWindow = 15 + 16; // largest window, gzip wrapper
constexpr int kMemoryLevel = 8;      // zlib's default

/// Packs text on its way into a device.
class GzipWriter
{
public:
    explicit GzipWriter(QIODevice& device)
        : m_device(device)
        , m_packed(kBlock)
    {
        m_ready = deflateInit2(&m_stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow,
                               kMemoryLevel, Z_DEFAULT_STRATEGY)
                  == Z_OK;
    }
    ~GzipWriter() { deflateEnd(&m_stream); }
    GzipWriter(const GzipWriter&) = delete;
    GzipWriter& operator=(const GzipWriter&) = delete;

    [[nodiscard]] bool write(std::string_view text)
    {
        m_text.assign(text.begin(), text.end());
        m_stream.next_in = reinterpret_cast<Bytef*>(m_text.data());
        m_stream.avail_in = static_cast<uInt>(m_text.size());
        return pump(Z_NO_FLUSH);
    }
    [[nodiscard]] bool finish() { return pump(Z_FINISH); }

private:
    [[nodiscard]] bool pump(int flush)
    {
        if (!m_ready) {
            return false;
        }
        do {
            m_stream.next_out = reinterpret_cast<Bytef*>(m_packed.data());
            m_stream.avail_out = static_cast<uInt>(m_packed.size());
            deflate(&m_stream, flush);
            const auto count = static_cast<qint64>(m_packed.size() - m_stream.avail_out);
            if (m_device.write(m_packed.data(), count) != count) {
                return false;
            }
        } while (m_stream.avail_out == 0);
        return true;
    }

    QIODevice& m_device;
    std::vector<char> m_packed;
    std::vector<char> m_text;
    z_stream m_stream{};
    bool m_ready = false;
};

void appendRow(std::string& text, const core::CandleColumns& columns, std::size_t i)
{
    text += std::to_string(columns.time[i]);
    for (const std::int64_t price :
         {columns.open[i], columns.high[i], columns.low[i], columns.close[i]})
    {
        text += ',';
        text += core::shortestText(price, columns.priceDecimals);
    }
    text += ',';
    text += core::shortestText(columns.volume[i], columns.volumeDecimals);
    text += '\n';
}

} // namespace

bool writeCandleCsv(const core::CandleColumns& columns,
                    const std::function<bool(std::string_view)>& write,
                    const std::atomic<bool>* cancel)
{
    std::string text = "time,open,high,low,close,volume\n";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        appendRow(text, columns, i);
        if (text.size() < kBlock) {
            continue;
        }
        if (!write(text) || (cancel != nullptr && cancel->load())) {
            return false;
        }
        text.clear();
    }
    return write(text);
}

QString exportCandles(const core::CandleColumns& columns,
                      const QString& path,
                      const std::atomic<bool>* cancel)
{
    QSaveFile file{path};
    if (!file.open(QIODevice::WriteOnly)) {
        return path % QStringLiteral(": ") % file.errorString();
    }
    bool written = false;
    if (path.endsWith(QLatin1String(".gz"))) {
        GzipWriter gzip{file};
        written = writeCandleCsv(
                      columns, [&](std::string_view text) { return gzip.write(text); }, cancel)
                  && gzip.finish();
    } else {
        const auto write = [&](std::string_view text) {
            const auto size = static_cast<qint64>(text.size());
            return file.write(text.data(), size) == size;
        };
        written = writeCandleCsv(columns, write, cancel);
    }
    if (cancel != nullptr && cancel->load()) {
        return path % QStringLiteral(": writing was cancelled; the file is as before");
    }
    if (!written || !file.commit()) {
        return path % QStringLiteral(": ") % file.errorString();
    }
    return {};
}

} // namespace wick::io
