#include "csv_record.hpp"

#include <optional>
#include <stdexcept>

namespace argocdpp::cli {

namespace {

/// Lines of the text with their newline; "\r\n" reads as "\n", a "\r" at the very end is dropped.
class line_source {
  public:
    explicit line_source(std::string_view text)
        : rest_(text) {}

    std::optional<std::string> next() {
        if (rest_.empty())
            return std::nullopt;
        ++number_;
        const std::size_t end = rest_.find('\n');
        std::string line(rest_.substr(0, end));
        rest_ = end == std::string_view::npos ? "" : rest_.substr(end + 1);
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        if (end != std::string_view::npos)
            line += '\n';
        return line;
    }
    int number() const { return number_; }

  private:
    std::string_view rest_;
    int number_ = 0;
};

class record_reader {
  public:
    explicit record_reader(std::string_view text)
        : lines_(text) {}

    std::vector<std::string> read() {
        do {
            const std::optional<std::string> line = lines_.next();
            if (!line)
                throw std::invalid_argument("EOF");
            line_ = *line;
        } while (line_ == "\n");
        first_line_ = lines_.number();
        while (at_quote() ? read_quoted() : read_bare()) {
        }
        return std::move(fields_);
    }

  private:
    bool at_quote() const { return at_ < line_.size() && line_[at_] == '"'; }
    bool at_line_end() const { return at_ == line_.size() || line_[at_] == '\n'; }

    [[noreturn]] void refuse(std::size_t offset, const char* what) const {
        const std::string line = std::to_string(lines_.number());
        const std::string record = first_line_ == lines_.number()
                                       ? ""
                                       : "record on line " + std::to_string(first_line_) + "; ";
        throw std::invalid_argument(record + "parse error on line " + line + ", column " +
                                    std::to_string(offset + 1) + ": " + what);
    }

    /// Each reads one field and says whether another one follows.
    bool read_bare() {
        const std::size_t comma = line_.find(',', at_);
        const std::size_t end = comma != std::string::npos ? comma : line_.find('\n', at_);
        const std::string field = line_.substr(at_, end == std::string::npos ? end : end - at_);
        if (const std::size_t quote = field.find('"'); quote != std::string::npos)
            refuse(at_ + quote, "bare \" in non-quoted-field");
        fields_.push_back(field);
        at_ = comma + 1;
        return comma != std::string::npos;
    }

    bool read_quoted() {
        std::string field;
        ++at_;
        for (;;) {
            const std::size_t quote = line_.find('"', at_);
            if (quote == std::string::npos) {
                field += line_.substr(at_);
                continue_on_next_line();
                continue;
            }
            field += line_.substr(at_, quote - at_);
            at_ = quote + 1;
            if (at_quote()) {
                field += '"';
                ++at_;
                continue;
            }
            if (!at_line_end() && line_[at_] != ',')
                refuse(quote, "extraneous or missing \" in quoted-field");
            fields_.push_back(field);
            return !at_line_end() && ++at_;
        }
    }

    void continue_on_next_line() {
        const std::optional<std::string> line = lines_.next();
        if (!line)
            refuse(line_.size(), "extraneous or missing \" in quoted-field");
        line_ = *line;
        at_ = 0;
    }

    line_source lines_;
    std::string line_;
    std::size_t at_ = 0;
    int first_line_ = 0;
    std::vector<std::string> fields_;
};

} // namespace

std::vector<std::string> read_csv_record(std::string_view text) {
    if (text.empty())
        return {};
    return record_reader(text).read();
}

} // namespace argocdpp::cli
