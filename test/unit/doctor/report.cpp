#include "anyward/doctor/report.hpp"

#include "anyward/doctor/kinds.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

TEST_CASE("report: errors first, then warnings, what is well, and what was not looked at") {
    const Finding warning{kind::lease_off, "a lease", "mend it"};
    const Finding error{kind::nothing_to_ask, "a \"server\"", "mend that"};
    const std::vector<Source> sources{{"one", {warning}}, {"two", {error}}, {"three", {}}, {"four", {}, "not here"}};
    CHECK(exit_status(sources) == 2);
    CHECK(exit_status({sources[0], sources[3]}) == 1);
    CHECK(exit_status({sources[2], sources[3]}) == 0);
    CHECK(to_text(sources) == "ERROR    nothing-to-ask: a \"server\"\n         mend: mend that\n"
                              "WARNING  lease-off: a lease\n         mend: mend it\n"
                              "OK       three\n"
                              "-        four: not looked at: not here\n");
    CHECK(to_json({{"one", {error}}, {"four", {}, "not \xff here"}}) ==
          "{\n  \"findings\": [\n    {\n      \"id\": \"nothing-to-ask\",\n      \"severity\": \"error\",\n      "
          "\"summary\": \"a \\\"server\\\"\",\n      \"mend\": \"mend that\"\n    }\n  ],\n  \"looked_at\": [\n    "
          "\"one\"\n  ],\n  \"not_looked_at\": [\n    {\n      \"source\": \"four\",\n      \"reason\": \"not "
          "\xef\xbf\xbd here\"\n    }\n  ]\n}\n");
}
