package readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Runs the README's example with Spring. */
class SpringTest {
    private static final String SECRET = "the agent's signing secret";

    @Controller
    static class Shop {
        @GetMapping("/page")
        String page(HttpServletResponse response) {
            response.setHeader("Cache-Control", "public, max-age=3600");
            return "page";
        }

        @GetMapping("/own")
        String own() {
            return "page";
        }

        @GetMapping("/away")
        String away() {
            return "redirect:/page";
        }

        @GetMapping("/further")
        ModelAndView further() {
            return new ModelAndView(new RedirectView("/page"));
        }
    }

    private static MockHttpServletResponse answer(String path, String user, String secret) throws Exception {
        View layout = (model, request, response) -> response.getWriter().print(model.get("visitorScript"));
        var request = MockMvcRequestBuilders.get(path);
        if (user != null) request.principal((Principal) () -> user);
        return MockMvcBuilders.standaloneSetup(new Shop())
            .addInterceptors(new VisitorScript(secret))
            .setViewResolvers((name, locale) -> name.startsWith("redirect:") ? new RedirectView(name.substring(9)) : layout)
            .build().perform(request).andReturn().getResponse();
    }

    @Test
    void aSignedPageIsPrivateWhateverTheHandlerSet() throws Exception {
        var answer = answer("/page", "user-123", SECRET);
        assertTrue(answer.getContentAsString().contains("8038e22e2bb8cc8e7048be1b29f0cf43cd2c468c75037229bfb2d5fb79a9ea48"));
        assertEquals("private, no-store", answer.getHeader("Cache-Control"));
    }

    @Test
    void aPageWithoutAUserStaysAsItIs() throws Exception {
        var answer = answer("/page", null, SECRET);
        assertEquals("null", answer.getContentAsString());
        assertEquals("public, max-age=3600", answer.getHeader("Cache-Control"));
    }

    @Test
    void aPageOfNobodySaysSoWhereNoCacheGivesItToOthers() throws Exception {
        var answer = answer("/own", null, SECRET);
        assertTrue(answer.getContentAsString().contains("\"bookbag\", \"anonymous\""));
        assertEquals("private, no-store", answer.getHeader("Cache-Control"));
    }

    @Test
    void aRedirectHasNoVisitorInItsAddress() throws Exception {
        for (var path : new String[] {"/away", "/further"}) {
            var answer = answer(path, "user-123", SECRET);
            assertEquals("/page", answer.getRedirectedUrl());
            assertNull(answer.getHeader("Cache-Control"));
        }
    }

    @Test
    void aWrongConfigurationAndABadUserLeaveThePageIntact() throws Exception {
        for (var answer : new MockHttpServletResponse[] {answer("/page", "user-123", ""), answer("/page", "", SECRET)}) {
            assertEquals(200, answer.getStatus());
            assertEquals("null", answer.getContentAsString());
            assertEquals("public, max-age=3600", answer.getHeader("Cache-Control"));
        }
    }
}
